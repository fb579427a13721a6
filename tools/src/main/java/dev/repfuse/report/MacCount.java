package dev.repfuse.report;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.infer.Types;
import dev.repfuse.pass.cost.MacFactors;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Counts the multiply-accumulates of a model's main graph for one sample. An open length counts
 * samples if the first input's does, or an input has the same; others, such as how many positions a
 * region has, are not known.
 */
final class MacCount {
  private final Types types;
  private final OptionalLong batch;
  private final Set<Dim> batches = new HashSet<>();

  private MacCount(Types types, Graph graph) {
    this.types = types;
    this.batch = MacFactors.batch(graph);
    for (GraphInput input : graph.inputs()) {
      input.type().tensorShape().filter(s -> s.rank() > 0).ifPresent(s -> batches.add(s.dim(0)));
    }
  }

  /** Counts single nodes of a model. */
  static MacCount in(Model model) {
    return new MacCount(Types.infer(model), model.graph());
  }

  /** The whole model; nothing when one node's size is not known. */
  static OptionalLong of(Model model) {
    MacCount count = in(model);
    long total = 0;
    for (Node node : model.graph().nodes()) {
      OptionalLong macs = count.of(node);
      if (macs.isEmpty()) {
        return OptionalLong.empty();
      }
      total += macs.getAsLong();
    }
    return OptionalLong.of(total);
  }

  /** One node; nothing when a size that it depends on is not known. */
  OptionalLong of(Node node) {
    if (!MacFactors.counts(node)) {
      return OptionalLong.of(0);
    }
    boolean open =
        MacFactors.of(node, types::shape).orElse(List.of()).stream().anyMatch(this::isOpen);
    return open ? OptionalLong.empty() : MacFactors.product(node, types::shape, batch);
  }

  private boolean isOpen(MacFactors.Factor factor) {
    Dim dim = types.shape(factor.value()).orElseThrow().dim(factor.axis());
    return batch.isPresent() && !(dim instanceof Dim.Known) && !batches.contains(dim);
  }
}
