package dev.repfuse.pass.fold;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.Pipelines;
import dev.repfuse.pass.Report;
import java.util.List;
import java.util.Optional;

/**
 * A model of half precision, folded though its weights may nearly cancel.
 *
 * @param before the model as it was
 * @param after the model as it is
 * @param report what was done
 */
record HalfFold(Model before, Model after, Report report) {
  static HalfFold of(String text) {
    Model folded = ModelText.parse(text);
    Report report =
        Driver.run(
            folded,
            List.of(Pipelines.fold(new FoldPolicy(false, true, false))),
            Driver.Options.defaults());
    return new HalfFold(ModelText.parse(text), folded, report);
  }

  /** A constant of the model as it was. */
  double[] constant(String name) {
    return before.graph().initializers().stream()
        .filter(initializer -> initializer.name().equals(name))
        .findFirst()
        .flatMap(Initializer::tensor)
        .map(Tensor::doubles)
        .orElseThrow();
  }

  /** An input of the first node of the model as it is, which is a constant. */
  Tensor folded(int input) {
    return Optional.of(after.graph().firstNode().orElseThrow().input(input))
        .filter(NamedValue.class::isInstance)
        .flatMap(value -> ((Initializer) value).tensor())
        .orElseThrow();
  }
}
