package dev.repfuse.pass.prune;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.ir.edit.Resizing;
import dev.repfuse.pass.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The numbers that a Reshape or an Expand is given: a constant, or a Concat of constants and of
 * numbers that are computed while the model runs.
 */
final class ReshapeTarget {
  /**
   * Consecutive numbers.
   *
   * @param numbers if they are known; as many as {@code length}
   */
  private record Part(Value value, int length, Optional<long[]> numbers) {}

  private final Node node;
  private final List<Part> parts;
  private final boolean[] changed;

  private ReshapeTarget(Node node, List<Part> parts) {
    this.node = node;
    this.parts = parts;
    this.changed = new boolean[parts.size()];
  }

  /** Whether the target is the shape of a value, and just that of the output: it follows. */
  static boolean followsAShape(Node node, Facts facts) {
    return node.is("Reshape")
        && node.inputs().size() == 2
        && node.input(1) instanceof Result target
        && facts.is(target.producer(), "Shape")
        && isWhole(target.producer())
        && facts.shape(target.producer().input(0)).equals(facts.shape(node.output(0)));
  }

  private static boolean isWhole(Node shape) {
    return shape.intAttribute("start", 0) == 0 && shape.attribute("end").isEmpty();
  }

  static ReshapeTarget of(Node node, Facts facts) {
    List<Part> parts = new ArrayList<>();
    if (node.inputs().size() == 2) {
      Value target = node.input(1);
      boolean joined =
          facts.known(target).isEmpty()
              && target instanceof Result result
              && facts.is(result.producer(), "Concat");
      List<Value> values = joined ? ((Result) target).producer().inputs() : List.of(target);
      for (Value value : values) {
        long length = facts.shape(value).map(shape -> shape.size(0).orElse(-1)).orElse(-1L);
        if (length < 0) {
          return new ReshapeTarget(node, List.of());
        }
        parts.add(new Part(value, (int) length, facts.known(value).map(Tensor::longs)));
      }
    }
    return new ReshapeTarget(node, parts);
  }

  /** How many numbers there are; 0 if that is not known. */
  int length() {
    return parts.stream().mapToInt(Part::length).sum();
  }

  /** Whether the number for an axis is known, so that another can be put in its place. */
  boolean canSet(int axis) {
    int first = 0;
    for (Part part : parts) {
      if (axis < first + part.length()) {
        return part.numbers().isPresent();
      }
      first += part.length();
    }
    return false;
  }

  /** Gives an axis another extent; a number that says so by itself (0 or -1) stays. */
  void set(int axis, long extent) {
    int first = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (axis >= first && axis < first + part.length()) {
        long[] numbers = part.numbers().orElseThrow();
        if (numbers[axis - first] > 0) {
          numbers[axis - first] = extent;
          changed[i] = true;
        }
        return;
      }
      first += part.length();
    }
  }

  /** Connects the node to the new numbers, if there are any. */
  void apply(Resizing resizing) {
    boolean any = false;
    for (boolean one : changed) {
      any |= one;
    }
    if (!any) {
      return;
    }
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      operands.add(
          changed[i]
              ? Operand.of(
                  Tensor.ofLongs(Shape.of(part.length()), part.numbers().orElseThrow()), "shape")
              : Operand.of(part.value()));
    }
    if (operands.size() == 1) {
      resizing.operand(node, 1, operands.getFirst());
    } else {
      resizing.computed(
          node, 1, NewNode.of("Concat", "", operands, List.of(Attribute.of("axis", 0))));
    }
  }
}
