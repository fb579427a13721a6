package dev.repfuse.pass.prune;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.infer.Types;
import dev.repfuse.pass.cost.MacFactors;

/** Counts a model's multiply-accumulates by its shapes. */
final class ModelMacs {
  private ModelMacs() {}

  static double of(Model model) {
    Types types = Types.infer(model);
    double sum = 0;
    for (Node node : model.graph().nodes()) {
      if (MacFactors.counts(node)) {
        double product = 1;
        for (MacFactors.Factor factor : MacFactors.of(node, types::shape).orElseThrow()) {
          product *= factor.extent(types::shape, MacFactors.batch(model.graph())).orElseThrow();
        }
        sum += product;
      }
    }
    return sum;
  }
}
