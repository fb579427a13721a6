package dev.repfuse.report.page;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is drawn of a main graph: its inputs, nodes and outputs as boxes, in this order, and who
 * reads whom. Constants are not drawn; nodes of subgraphs are not either.
 *
 * @param links each pair of boxes once
 */
record DrawnGraph(List<Box> boxes, Set<Link> links) {

  /** A box. */
  sealed interface Box {
    /** What stands in it. */
    String title();
  }

  /** An input of the graph that callers give. */
  record In(GraphInput input) implements Box {
    @Override
    public String title() {
      return input.name();
    }
  }

  /** A node. */
  record Step(Node node) implements Box {
    @Override
    public String title() {
      return node.opType();
    }
  }

  /** An output of the graph. */
  record Out(Output output) implements Box {
    @Override
    public String title() {
      return output.info().name();
    }
  }

  /** The second box, by its index, reads what the first one gives. */
  record Link(int from, int to) {}

  static DrawnGraph of(Graph graph) {
    List<Box> boxes = new ArrayList<>();
    Map<NamedValue, Integer> makers = new HashMap<>();
    Set<Link> links = new LinkedHashSet<>();
    for (GraphInput input : graph.inputs()) {
      if (Flow.isComputed(input)) {
        makers.put(input, boxes.size());
        boxes.add(new In(input));
      }
    }
    for (Node node : graph.nodes()) {
      Flow.into(node).forEach(value -> link(value, boxes.size(), makers, links));
      node.results().forEach(result -> makers.put(result, boxes.size()));
      boxes.add(new Step(node));
    }
    for (Output output : graph.outputs()) {
      link(output.value(), boxes.size(), makers, links);
      boxes.add(new Out(output));
    }
    return new DrawnGraph(boxes, links);
  }

  private static void link(
      NamedValue value, int reader, Map<NamedValue, Integer> makers, Set<Link> links) {
    Optional.ofNullable(makers.get(value)).ifPresent(maker -> links.add(new Link(maker, reader)));
  }
}
