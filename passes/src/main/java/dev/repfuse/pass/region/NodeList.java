package dev.repfuse.pass.region;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.cost.Arithmetic;
import dev.repfuse.pass.cost.Cost;
import dev.repfuse.pass.cost.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nodes of an edit in the making, and what they cost. */
final class NodeList {
  /** What new values are named: short, for there are many, and the file may not grow. */
  static final String HINT = "r";

  /** From this operator set on, Split is told into how many equal parts it cuts. */
  private static final long COUNTED_SPLIT = 18;

  private static final double BYTES_PER_ELEMENT = 4;

  private final List<NewNode> nodes = new ArrayList<>();
  private final Map<String, Operand> constants = new HashMap<>();
  private final Target target;
  private final long opset;
  private Cost cost = Cost.NONE;

  NodeList(Facts facts) {
    this.target = facts.target();
    this.opset = facts.opset();
  }

  /** Adds a node that moves nothing; gives its first result. */
  Operand add(String type, List<Operand> inputs, Attribute... attributes) {
    return add(NewNode.of(type, "", inputs, List.of(attributes)), 0, 0);
  }

  /**
   * Adds a node; gives its first result.
   *
   * @param macs multiply-accumulates
   * @param elements read and written
   */
  Operand add(NewNode node, double macs, double elements) {
    nodes.add(node);
    cost = cost.plus(target.cost(Arithmetic.DENSE, macs, BYTES_PER_ELEMENT * elements));
    return new Operand.Made(nodes.size() - 1, 0);
  }

  /** Adds a node that reads and writes so many elements; gives its first result. */
  Operand moving(double elements, String type, List<Operand> inputs, Attribute... attributes) {
    return add(NewNode.of(type, "", inputs, List.of(attributes)), 0, elements);
  }

  /** The same elements in another shape. */
  Operand reshape(Operand value, long... sizes) {
    return add("Reshape", List.of(value, longs(sizes)));
  }

  /** Parts of a value along its first axis, of the lengths that a value tells. */
  List<Operand> split(double elements, Operand value, Operand sizes, int parts) {
    moving(2 * elements, "Split", List.of(value, sizes));
    return results(parts);
  }

  /** Equal parts of a value along its first axis. */
  List<Operand> cut(double elements, Operand value, int parts) {
    if (opset < COUNTED_SPLIT) {
      moving(2 * elements, "Split", List.of(value));
    } else {
      moving(2 * elements, "Split", List.of(value), Attribute.of("num_outputs", parts));
    }
    return results(parts);
  }

  /** The results of the node that was added last. */
  private List<Operand> results(int count) {
    List<Operand> all = new ArrayList<>(count);
    for (int output = 0; output < count; output++) {
      all.add(new Operand.Made(nodes.size() - 1, output));
    }
    return all;
  }

  /** Adds a node of which the cost does not matter; gives its first result. */
  Operand uncounted(NewNode node) {
    nodes.add(node);
    return new Operand.Made(nodes.size() - 1, 0);
  }

  /** A new constant of whole numbers, with one axis. */
  Operand longs(long... numbers) {
    return constant(Shape.of(numbers.length), numbers);
  }

  /** A new constant without axes. */
  Operand number(long number) {
    return constant(Shape.of(), number);
  }

  /** A new constant of whole numbers; the same one for the same numbers. */
  Operand constant(Shape shape, long... numbers) {
    return constants.computeIfAbsent(
        shape + Arrays.toString(numbers), key -> Operand.of(Tensor.ofLongs(shape, numbers), HINT));
  }

  List<NewNode> nodes() {
    return List.copyOf(nodes);
  }

  Cost cost() {
    return cost;
  }
}
