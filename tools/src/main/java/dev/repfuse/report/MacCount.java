package dev.repfuse.report;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.infer.Types;
import dev.repfuse.pass.cost.MacFactors;
import java.util.OptionalLong;

/** Counts the multiply-accumulates of a model's main graph for one sample. */
final class MacCount {
  private final Types types;
  private final OptionalLong batch;

  private MacCount(Types types, OptionalLong batch) {
    this.types = types;
    this.batch = batch;
  }

  /** Counts single nodes of a model. */
  static MacCount in(Model model) {
    return new MacCount(Types.infer(model), MacFactors.batch(model.graph()));
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
    return MacFactors.counts(node)
        ? MacFactors.product(node, types::shape, batch)
        : OptionalLong.of(0);
  }
}
