package dev.repfuse.prove;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.prove.Operation.Operand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A region for sources of given extents, ready to be run on impulses. */
final class Program {
  private static final long MOST_ELEMENTS = 1 << 25;

  private sealed interface Slot {}

  private record Fixed(Dense numbers) implements Slot {}

  private record Varying(Image image, Operand.Dependent operand) implements Slot {}

  private record Input(Varying value, Step step) {}

  private record Instruction(Varying out, List<Input> inputs, Optional<Dense> constant) {}

  private final Region region;
  private final Map<Object, Slot> slots = new HashMap<>();
  private final List<Varying> sources = new ArrayList<>();
  private final List<Image> images = new ArrayList<>();
  private final List<Instruction> instructions = new ArrayList<>();
  private long elements;

  private Program(Region region) {
    this.region = region;
  }

  /**
   * Prepares a region.
   *
   * @param shapes extents of the sources
   * @throws Unprovable if an operator in it is not affine, or something is not known
   */
  static Program of(Region region, List<int[]> shapes) {
    Program program = new Program(region);
    for (int i = 0; i < shapes.size(); i++) {
      NamedValue source = region.sources().get(i);
      Varying slot = program.varying(shapes.get(i), region.side().types().element(source));
      program.sources.add(slot);
      program.slots.put(region.key().apply(source), slot);
    }
    for (Node node : region.nodes()) {
      try {
        program.translate(node);
      } catch (IndexOutOfBoundsException | ArithmeticException | NegativeArraySizeException e) {
        throw new Unprovable("the operands of %s do not fit".formatted(node));
      }
    }
    return program;
  }

  private Varying varying(int[] shape, ElementType type) {
    int size = Indexing.size(shape);
    elements += size;
    if (elements > MOST_ELEMENTS) {
      throw new Unprovable("the region is too large");
    }
    Image image = new Image(size);
    images.add(image);
    return new Varying(image, new Operand.Dependent(shape, type));
  }

  private void translate(Node node) {
    List<Operand> operands = node.inputs().stream().map(this::operand).toList();
    for (Result result : node.results()) {
      Object key = region.key().apply(result);
      if (!slots.containsKey(key)) {
        slots.put(key, slot(result, operands));
      }
    }
  }

  private Operand operand(Value value) {
    if (!(value instanceof NamedValue named)) {
      return new Operand.Missing();
    }
    Slot slot = slots.get(region.key().apply(named));
    if (slot == null) {
      return new Operand.Known(region.side().evaluate(named));
    }
    return switch (slot) {
      case Fixed(Dense numbers) -> new Operand.Known(numbers);
      case Varying varying -> varying.operand;
    };
  }

  private Slot slot(Result result, List<Operand> operands) {
    Node node = result.producer();
    Side side = region.side();
    Operation operation =
        new Operation(node, result.index(), side.opset(), side.types().element(result), operands);
    if (node.is("Shape") || node.is("Size")) {
      return new Fixed(ConstantRules.apply(operation));
    }
    if (operands.stream().noneMatch(Operand.Dependent.class::isInstance)) {
      return new Fixed(Operators.constant(operation));
    }
    Linear linear = Operators.linear(operation);
    Varying slot = varying(linear.shape(), operation.type());
    List<Input> inputs = new ArrayList<>();
    for (Linear.Term term : linear.terms()) {
      Slot source = slots.get(region.key().apply(node.input(term.operand())));
      if (source instanceof Varying varying) {
        inputs.add(new Input(varying, term.step()));
      }
    }
    instructions.add(new Instruction(slot, inputs, linear.constant()));
    return slot;
  }

  /** The image of a source, to be filled before a run. */
  Image source(int index) {
    return sources.get(index).image;
  }

  /** Makes every source zero. */
  void clearSources() {
    sources.forEach(source -> source.image.clear());
  }

  /** The output's extents. */
  int[] outputShape() {
    return switch (output()) {
      case Fixed(Dense numbers) -> numbers.shape();
      case Varying varying -> varying.operand.shape();
    };
  }

  private Slot output() {
    Slot slot = slots.get(region.key().apply(region.output()));
    return slot == null ? new Fixed(region.side().evaluate(region.output())) : slot;
  }

  /**
   * The output for the sources as they are.
   *
   * @param constants whether the operators' constants are added, or their linear parts run alone
   */
  Image run(boolean constants) {
    for (Instruction instruction : instructions) {
      Image out = instruction.out.image;
      out.clear();
      for (Input input : instruction.inputs) {
        input.step.apply(input.value.image, out);
      }
      if (constants) {
        instruction.constant.ifPresent(out::add);
      }
    }
    return switch (output()) {
      case Varying varying -> varying.image;
      case Fixed(Dense numbers) -> {
        Image image = new Image(numbers.values().length);
        if (constants) {
          image.add(numbers);
        }
        yield image;
      }
    };
  }

  /**
   * Where the output's linear part repeats itself along each axis.
   *
   * @param axes numbers of the sources' axes, one after the other
   */
  List<Optional<Line>> lines(AxisGroups groups, List<List<Integer>> axes) {
    IdentityHashMap<Varying, List<Optional<Line>>> known = new IdentityHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      List<Optional<Line>> own = new ArrayList<>();
      axes.get(i).forEach(axis -> own.add(Optional.of(Line.source(axis))));
      known.put(sources.get(i), own);
    }
    for (Instruction instruction : instructions) {
      int[] shape = instruction.out.operand.shape();
      List<Optional<Line>> sum =
          new ArrayList<>(Collections.nCopies(shape.length, Optional.of(Line.NOTHING)));
      for (Input input : instruction.inputs) {
        List<Optional<Line>> lines =
            input.step.lines(
                input.value.operand.shape(),
                Objects.requireNonNull(
                    known.get(input.value), "a value that is read is made first"),
                shape);
        for (int axis = 0; axis < shape.length; axis++) {
          Optional<Line> more = lines.get(axis);
          sum.set(axis, sum.get(axis).flatMap(a -> more.flatMap(b -> a.with(b, groups))));
        }
      }
      known.put(instruction.out, sum);
    }
    return output() instanceof Varying varying
        ? known.getOrDefault(varying, List.of())
        : Collections.nCopies(outputShape().length, Optional.of(Line.NOTHING));
  }

  /** For each source, the elements that marked elements of the output may depend on. */
  List<boolean[]> reached(boolean[] marked) {
    IdentityHashMap<Image, boolean[]> marks = new IdentityHashMap<>();
    images.forEach(image -> marks.put(image, new boolean[image.size()]));
    if (output() instanceof Varying varying) {
      marks.put(varying.image, marked.clone());
    }
    for (Instruction instruction : instructions.reversed()) {
      boolean[] result = marksOf(instruction.out, marks);
      for (Input input : instruction.inputs) {
        input.step.mark(result, marksOf(input.value, marks));
      }
    }
    return sources.stream().map(source -> marksOf(source, marks)).toList();
  }

  private static boolean[] marksOf(Varying value, IdentityHashMap<Image, boolean[]> marks) {
    return Objects.requireNonNull(marks.get(value.image), "every image has marks");
  }

  /** How many additions were made in all runs. */
  long additions() {
    long sum = 0;
    for (Image image : images) {
      sum += image.additions();
    }
    return sum;
  }
}
