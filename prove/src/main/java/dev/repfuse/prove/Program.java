package dev.repfuse.prove;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.prove.Operation.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A region for sources of given extents, ready to be run on impulses. */
final class Program {
  private static final long MOST_ELEMENTS = 1 << 25;

  private sealed interface Slot {}

  private record Fixed(Dense numbers) implements Slot {}

  private record Varying(Image image, Operand.Dependent operand) implements Slot {}

  private record Input(Image image, Step step) {}

  private record Instruction(Image out, List<Input> inputs, Optional<Dense> constant) {}

  private final Region region;
  private final Map<Object, Slot> slots = new HashMap<>();
  private final List<Image> sources = new ArrayList<>();
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
      program.sources.add(slot.image);
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
        inputs.add(new Input(varying.image, term.step()));
      }
    }
    instructions.add(new Instruction(slot.image, inputs, linear.constant()));
    return slot;
  }

  /** The image of a source, to be filled before a run. */
  Image source(int index) {
    return sources.get(index);
  }

  /** Makes every source zero. */
  void clearSources() {
    sources.forEach(Image::clear);
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
      instruction.out.clear();
      for (Input input : instruction.inputs) {
        input.step.apply(input.image, instruction.out);
      }
      if (constants) {
        instruction.constant.ifPresent(instruction.out::add);
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

  /** How many additions were made in all runs. */
  long additions() {
    long sum = 0;
    for (Image image : images) {
      sum += image.additions();
    }
    return sum;
  }
}
