package dev.repfuse.generate;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.infer.Types;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.cost.MacFactors;
import dev.repfuse.report.ModelStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Counts parts of generated networks, as papers and users count them. */
final class Counts {
  private Counts() {}

  static List<Integer> numbers(String words) {
    return Arrays.stream(words.strip().split("[ ,]+", -1)).map(Integer::valueOf).toList();
  }

  static ModelStatistics of(Plan plan) {
    return ModelStatistics.of(uniform(plan));
  }

  /**
   * The network with all weights alike: sooner made, and what is counted does not depend on them.
   */
  static Model uniform(Plan plan) {
    NetworkText text = new NetworkText(plan);
    plan.family().write(text, plan);
    return ModelText.parse(text.text().replaceAll("~ normal\\([^)]*\\)", "~ constant(1)"));
  }

  /** Multiply-accumulates of the nodes whose names are such. */
  static long macs(Model model, Predicate<String> names) {
    Types types = Types.infer(model);
    OptionalLong batch = MacFactors.batch(model.graph());
    return nodes(model)
        .filter(MacFactors::counts)
        .filter(node -> names.test(node.name()))
        .mapToLong(node ->
            MacFactors.of(node, types::shape).orElseThrow().stream()
                .mapToLong(factor -> factor.extent(types::shape, batch).orElseThrow())
                .reduce(1, Math::multiplyExact))
        .sum();
  }

  /** Elements of the weights that are no scale, shift or statistic of a normalization. */
  static long withoutNorms(Model model) {
    return weights(model).filter(weight -> !isOfNorm(weight)).mapToLong(Counts::elements).sum();
  }

  /** Channels of all normalizations. */
  static long normChannels(Model model) {
    return nodes(model)
        .filter(node -> node.is("BatchNormalization"))
        .mapToLong(node -> elements((Initializer) node.input(3)))
        .sum();
  }

  private static Stream<Node> nodes(Model model) {
    return StreamSupport.stream(model.graph().nodes().spliterator(), false);
  }

  private static Stream<Initializer> weights(Model model) {
    return model.graph().initializers().stream()
        .filter(weight -> weight.payload().type().isFloating());
  }

  private static long elements(Initializer weight) {
    return weight.payload().shape().elementCount().orElseThrow();
  }

  private static boolean isOfNorm(Initializer weight) {
    return weight.uses().stream()
        .anyMatch(use ->
            use instanceof Use.ByNode(Node node, int index)
                && node.is("BatchNormalization")
                && index > 0);
  }
}
