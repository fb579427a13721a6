package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Prune;
import dev.repfuse.PruneResult;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.TensorFile;
import dev.repfuse.pass.prune.Criterion;
import dev.repfuse.pass.prune.Ranking;
import dev.repfuse.pass.prune.Ratio;
import dev.repfuse.pass.prune.Rounding;
import dev.repfuse.testkit.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real exports that lose channels compute what their masked originals do. */
@Tag("shared")
final class PruneTest {
  private static final long SEED = 3;
  private static final double SAME = 1e-4;

  @Test
  void realExportsEqualTheirMaskedOriginals() throws IOException {
    List<Path> models;
    try (Stream<Path> files = Files.list(Shared.folder("models/prune"))) {
      models = files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
    }
    List<String> wrong = new ArrayList<>();
    for (Path model : models) {
      for (double share : new double[] {0.25, 0.5, 0.75}) {
        for (Criterion criterion : new Criterion[] {Criterion.L1, Criterion.RANDOM}) {
          PruneResult result =
              Prune.prune(
                  model, new Ratio(share, new Ranking(criterion, SEED), Rounding.NONE), false);
          double difference = difference(model, result);
          if (result.droppedChannels() == 0 || !(difference <= SAME)) {
            wrong.add(
                "%s at %s by %s: %d channels went, error %s"
                    .formatted(
                        model.getFileName(),
                        share,
                        criterion,
                        result.droppedChannels(),
                        difference));
          }
        }
      }
    }
    System.out.printf("pruned models: %d files, 6 choices each%n", models.size());
    assertEquals(List.of(), wrong);
    assertTrue(models.size() >= 18, () -> "only " + models);
  }

  /** On the input that was recorded with the model. */
  private static double difference(Path model, PruneResult result) {
    String name = model.getFileName().toString().replace(".onnx", "");
    Tensor recorded = TensorFile.read(model.resolveSibling(name).resolve("input_0.pb"));
    Map<String, Tensor> inputs =
        Map.of(result.model().graph().inputs().getFirst().name(), recorded);
    return Difference.of(
        dev.repfuse.testkit.Oracle.run(Prune.masked(model, result), inputs),
        dev.repfuse.testkit.Oracle.run(result.model(), inputs));
  }
}
