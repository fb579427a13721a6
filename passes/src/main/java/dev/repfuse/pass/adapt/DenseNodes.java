package dev.repfuse.pass.adapt;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A chain of new nodes on a map, each of which reads what the one before it gives. */
final class DenseNodes {
  private static final long SUM_AXES_ARE_AN_INPUT = 13;
  private static final long MEAN_AXES_ARE_AN_INPUT = 18;

  private final List<NewNode> nodes = new ArrayList<>();
  private final int spatialRank;
  private final ElementType element;
  private final long opset;
  private Operand current;

  /**
   * @param map [N, channels, positions…]
   * @param spatialRank how many axes of positions it has
   */
  DenseNodes(NamedValue map, int spatialRank, ElementType element, long opset) {
    this.current = Operand.of(map);
    this.spatialRank = spatialRank;
    this.element = element;
    this.opset = opset;
  }

  int spatialRank() {
    return spatialRank;
  }

  ElementType element() {
    return element;
  }

  /** What the last node gives, or the map. */
  Operand current() {
    return current;
  }

  List<NewNode> list() {
    return List.copyOf(nodes);
  }

  /** The name for a part of what takes the place of a node, which may have none. */
  String part(String node, String part) {
    return node.isEmpty() ? "" : node + "_" + part;
  }

  /** The wanted name of a constant of what takes the place of a node. */
  String hint(String node, String constant) {
    return (node.isEmpty() ? "head" : node) + "_dense_" + constant;
  }

  /** A node that reads what the last one gives, then {@code more}; named after one of the head. */
  void add(String type, String name, List<Operand> more, Attribute... attributes) {
    List<Operand> inputs = new ArrayList<>(more.size() + 1);
    inputs.add(current);
    inputs.addAll(more);
    nodes.add(NewNode.of(type, part(name, "dense"), inputs, List.of(attributes)));
    current = new Operand.Made(nodes.size() - 1, 0);
  }

  /** The sum over positions, whose axes stay with an extent of 1. */
  void sum(String name) {
    reduce("ReduceSum", name, true, opset >= SUM_AXES_ARE_AN_INPUT);
  }

  /** The mean over positions. */
  void mean(String name, boolean keepsAxes) {
    reduce("ReduceMean", name, keepsAxes, opset >= MEAN_AXES_ARE_AN_INPUT);
  }

  private void reduce(String type, String name, boolean keepsAxes, boolean axesAreAnInput) {
    long[] axes = LongStream.range(2, 2 + spatialRank).toArray();
    Attribute keepdims = Attribute.of("keepdims", keepsAxes ? 1 : 0);
    if (axesAreAnInput) {
      Tensor tensor = Tensor.ofLongs(Shape.of(axes.length), axes);
      add(type, name, List.of(Operand.of(tensor, "positions")), keepdims);
    } else {
      add(type, name, List.of(), Attribute.of("axes", axes), keepdims);
    }
  }
}
