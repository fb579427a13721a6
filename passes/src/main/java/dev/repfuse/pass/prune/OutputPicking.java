package dev.repfuse.pass.prune;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.GraphEditor;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.ir.edit.Resizing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Lets outputs of a graph give only those positions that a narrower network has. */
final class OutputPicking {
  private OutputPicking() {}

  /** A Gather behind each output that loses positions, along each axis that does. */
  static void apply(Graph graph, Kept kept) {
    for (Output output : List.copyOf(graph.outputs())) {
      if (kept.changed().contains(output.value()) && output.value() instanceof Result result) {
        pick(result, kept);
      }
    }
  }

  private static void pick(Result result, Kept kept) {
    Node maker = result.producer();
    Shape shape = kept.shape(result);
    List<NewNode> nodes = new ArrayList<>();
    nodes.add(
        new NewNode(
            maker.operator(),
            maker.name(),
            maker.inputs().stream().map(Operand::of).toList(),
            maker.attributes()));
    for (int axis = 0; axis < shape.rank(); axis++) {
      Optional<int[]> left = kept.of(result, axis);
      if (left.isPresent()) {
        long[] indices = Arrays.stream(left.get()).asLongStream().toArray();
        Operand constant = Operand.of(Tensor.ofLongs(Shape.of(indices.length), indices), "left");
        nodes.add(
            NewNode.of(
                "Gather",
                "",
                List.of(new Operand.Made(nodes.size() - 1, 0), constant),
                List.of(Attribute.of("axis", axis))));
      }
    }
    GraphEditor.apply(new Edit.Rebuild(result, nodes));
    Resizing declared = new Resizing();
    declared.shape(result, shape);
    declared.apply();
  }
}
