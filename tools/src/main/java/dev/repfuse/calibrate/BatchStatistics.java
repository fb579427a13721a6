package dev.repfuse.calibrate;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.GraphEditor;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.pass.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Makes a BatchNormalization take mean and variance from what it reads, all samples at once. With
 * all data in one batch, a single run then gives the statistics of all levels, each with those
 * before it right. Positions of a sample are averaged as they are, samples in double precision; the
 * squares are about the rounded mean, which the law of total variance puts right.
 */
final class BatchStatistics {
  private static final int MEAN_AXES_ARE_AN_INPUT = 18;

  private final Node node;
  private final Facts facts;
  private final List<NewNode> nodes = new ArrayList<>();

  /** The values of a model that hold the statistics. */
  record Names(String mean, String variance) {}

  private BatchStatistics(Node node, Facts facts) {
    this.node = node;
    this.facts = facts;
  }

  /**
   * Changes a node, and says what its statistics are called now.
   *
   * @param facts of its model before any was changed
   */
  static Names replace(Facts facts, Node node) {
    Result result = node.result().orElseThrow();
    GraphEditor.apply(new Edit.Rebuild(result, new BatchStatistics(node, facts).nodes()));
    Node now = result.producer();
    return new Names(((Result) now.input(3)).name(), ((Result) now.input(4)).name());
  }

  private List<NewNode> nodes() {
    Operand read = Operand.of(node.input(0));
    ElementType type = facts.element(node.input(0));
    Operand mean = ofSamples(ofPositions(read));
    Operand rounded = cast(mean, type);
    Operand apart = add("Sub", read, rounded);
    Operand square = ofSamples(ofPositions(add("Mul", apart, apart)));
    Operand off = add("Sub", mean, cast(rounded, ElementType.DOUBLE));
    Operand variance = add("Sub", square, add("Mul", off, off));
    Operand newMean = flat(mean, facts.element(node.input(3)));
    Operand newVariance = flat(variance, facts.element(node.input(4)));
    nodes.add(
        new NewNode(
            node.operator(),
            node.name(),
            List.of(
                read, Operand.of(node.input(1)), Operand.of(node.input(2)), newMean, newVariance),
            node.attributes()));
    return nodes;
  }

  private Operand ofPositions(Operand values) {
    int rank = facts.rank(node.input(0)).orElseThrow();
    return rank > 2 ? mean(values, LongStream.range(2, rank).toArray()) : values;
  }

  private Operand ofSamples(Operand values) {
    return mean(cast(values, ElementType.DOUBLE), 0);
  }

  private Operand mean(Operand values, long... axes) {
    if (facts.opset() >= MEAN_AXES_ARE_AN_INPUT) {
      Tensor constant = Tensor.ofLongs(Shape.of(axes.length), axes);
      return add("ReduceMean", List.of(values, Operand.of(constant, "axes")));
    }
    return add("ReduceMean", List.of(values), Attribute.of("axes", axes));
  }

  /** One number for each channel. */
  private Operand flat(Operand values, ElementType type) {
    Tensor all = Tensor.ofLongs(Shape.of(1), -1);
    return cast(add("Reshape", values, Operand.of(all, "channels")), type);
  }

  private Operand cast(Operand values, ElementType type) {
    return add("Cast", List.of(values), Attribute.of("to", type.code()));
  }

  private Operand add(String operator, Operand... inputs) {
    return add(operator, List.of(inputs));
  }

  private Operand add(String operator, List<Operand> inputs, Attribute... attributes) {
    nodes.add(NewNode.of(operator, "", inputs, List.of(attributes)));
    return new Operand.Made(nodes.size() - 1, 0);
  }
}
