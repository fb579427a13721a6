package dev.repfuse.pass.region;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
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
  private static final double BYTES_PER_ELEMENT = 4;

  private final List<NewNode> nodes = new ArrayList<>();
  private final Map<String, Operand> constants = new HashMap<>();
  private final Target target;
  private Cost cost = Cost.NONE;

  NodeList(Target target) {
    this.target = target;
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
    return add("Reshape", List.of(value, longs("sizes", sizes)));
  }

  /** Parts of a value along its first axis. */
  List<Operand> split(double elements, Operand value, Operand sizes, int parts) {
    Operand.Made first =
        (Operand.Made)
            moving(2 * elements, "Split", List.of(value, sizes), Attribute.of("axis", 0));
    List<Operand> all = new ArrayList<>(parts);
    for (int part = 0; part < parts; part++) {
      all.add(new Operand.Made(first.node(), part));
    }
    return all;
  }

  /** Adds a node of which the cost does not matter; gives its first result. */
  Operand uncounted(NewNode node) {
    nodes.add(node);
    return new Operand.Made(nodes.size() - 1, 0);
  }

  /** A new constant of whole numbers, with one axis. */
  Operand longs(String hint, long... numbers) {
    return constant(Shape.of(numbers.length), hint, numbers);
  }

  /** A new constant without axes. */
  Operand number(String hint, long number) {
    return constant(Shape.of(), hint, number);
  }

  /** A new constant of whole numbers; the same one for the same numbers. */
  Operand constant(Shape shape, String hint, long... numbers) {
    return constants.computeIfAbsent(
        shape + Arrays.toString(numbers),
        key -> Operand.of(Tensor.ofLongs(shape, numbers), hint));
  }

  List<NewNode> nodes() {
    return List.copyOf(nodes);
  }

  Cost cost() {
    return cost;
  }
}
