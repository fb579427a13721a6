package dev.repfuse;

import dev.repfuse.ir.Model;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.Growth;
import dev.repfuse.pass.adapt.AdaptException;
import dev.repfuse.pass.adapt.Finding;
import dev.repfuse.pass.adapt.Head;
import dev.repfuse.pass.adapt.Refusal;
import dev.repfuse.pass.adapt.SpatialAdaptor;
import dev.repfuse.pass.clean.CleanPasses;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.report.ModelStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gives networks dense heads whose spatial mean is their output: the entry point for Java. */
public final class Adapt {
  private Adapt() {}

  /**
   * Adapts a network.
   *
   * @param output which graph output; may be left out where only one ends a head
   * @param replaces whether the dense map takes the output's place, not one beside it
   * @throws dev.repfuse.ir.ModelException if the file is unreadable or no valid model
   * @throws AdaptException if no head can be adapted exactly
   */
  public static AdaptResult adapt(Path path, Optional<String> output, boolean replaces) {
    Model model = Repfuse.read(path);
    ModelStatistics before = ModelStatistics.of(model);
    clean(model);
    Head head = head(SpatialAdaptor.heads(model), output);
    AdaptResult.Description about = AdaptResult.Description.of(head);
    String dense = SpatialAdaptor.adapt(model, head);
    if (replaces) {
      SpatialAdaptor.withdraw(model, head.output());
    }
    return new AdaptResult(model, about, dense, replaces, before, ModelStatistics.of(model));
  }

  private static Head head(List<Finding> findings, Optional<String> output) {
    List<Finding> asked =
        findings.stream().filter(f -> output.isEmpty() || output.get().equals(f.output())).toList();
    if (asked.isEmpty()) {
      throw new AdaptException("'%s' is no output of the graph".formatted(output.orElse("")));
    }
    List<Head> heads = asked.stream().filter(Head.class::isInstance).map(Head.class::cast).toList();
    if (heads.size() > 1) {
      throw new AdaptException(
          "outputs %s each end a head; --output says which is meant"
              .formatted(
                  heads.stream()
                      .map(head -> "'" + head.output() + "'")
                      .collect(Collectors.joining(", "))));
    }
    return heads.stream()
        .findFirst()
        .orElseThrow(() ->
            new AdaptException(
                asked.stream()
                    .filter(Refusal.class::isInstance)
                    .map(refusal -> ((Refusal) refusal).words())
                    .collect(Collectors.joining("; "))));
  }

  /**
   * What the mean of the result's dense map has to be equal to: the original, with the head's
   * vector under the name of the dense map.
   *
   * @param path the file that the result was made of
   */
  public static Model reference(Path path, AdaptResult result) {
    Model model = Repfuse.read(path);
    SpatialAdaptor.expose(model, result.head().vector(), result.dense());
    if (result.replaces()) {
      SpatialAdaptor.withdraw(model, result.head().output());
    }
    return model;
  }

  /**
   * An adapted model that gives the mean over positions in place of the dense map.
   *
   * @param path the file that holds the result
   */
  public static Model averaged(Path path, AdaptResult result) {
    Model model = Repfuse.read(path);
    SpatialAdaptor.average(model, result.dense());
    return model;
  }

  private static void clean(Model model) {
    Driver.run(
        model,
        CleanPasses.before(new RuntimeConstants()),
        new Driver.Options(Target.GENERIC, Growth.Limit.WHOLE_FILE, m -> {}, p -> {}));
  }
}
