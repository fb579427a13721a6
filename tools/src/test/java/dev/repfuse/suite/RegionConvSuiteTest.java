package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.FuseOptions;
import dev.repfuse.FuseResult;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.Model;
import dev.repfuse.pass.Fold;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.testkit.Difference;
import dev.repfuse.testkit.Oracle;
import dev.repfuse.testkit.RecordedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Exported region-aware convolutions are lowered, and compute what PyTorch recorded of them. */
@Tag("shared")
class RegionConvSuiteTest {
  private static final double ERROR = 1e-5;
  private static final String LOWERING = "LowerDynamicRegionConv";

  /** Layers of this size are too small to gain on most machines; here arithmetic is what counts. */
  private static final FuseOptions WHEREVER_POSSIBLE =
      FuseOptions.defaults()
          .withGrowth(true)
          .withTarget(new Target("slow arithmetic", 1, 1, 1, 1e3, 1, 8));

  private static List<RecordedModel> models() throws IOException {
    Path folder = Shared.folder("supernet/drconv");
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".onnx"))
          .sorted()
          .map(file -> new RecordedModel(folder.relativize(file).toString(), file))
          .toList();
    }
  }

  private static FuseResult fuse(RecordedModel model, FuseOptions options) {
    return Repfuse.fuse(model.read(), model::read, options);
  }

  private static long count(FuseResult result, String rewrite) {
    return result.report().passes().stream()
        .flatMap(pass -> pass.folds().stream())
        .map(Fold::rewrite)
        .filter(rewrite::equals)
        .count();
  }

  private static double error(RecordedModel recorded, Model model) {
    return Difference.of(recorded.outputs(), Oracle.run(model, recorded.inputs()));
  }

  @Test
  void everyLayerOfOneImageIsLoweredAndOthersAreDeclined() throws IOException {
    double worst = 0;
    int lowered = 0;
    for (RecordedModel model : models()) {
      FuseResult result = fuse(model, WHEREVER_POSSIBLE);
      boolean plain = model.name().endsWith("net_plain.onnx");
      long layers = plain ? 0 : model.name().contains("net_") ? 8 : 1;
      boolean open = model.name().contains("_dyn");
      assertEquals(open ? 0 : layers, count(result, LOWERING), model.name());
      assertEquals(
          open ? layers : 0,
          result.report().refusals().getOrDefault(Reason.OPEN_BATCH, 0).longValue(),
          model.name());
      double error = error(model, result.model());
      assertTrue(error <= ERROR, () -> model.name() + " differs by " + error);
      worst = Math.max(worst, error);
      lowered += open ? 0 : (int) layers;
    }
    System.out.printf("%d layers lowered, largest error %.1e of scale%n", lowered, worst);
    assertTrue(lowered > 30);
  }

  /** A file does not grow by itself, and small layers on no particular machine stay. */
  @Test
  void computesTheSameByItself() throws IOException {
    int lowered = 0;
    for (RecordedModel model : models()) {
      FuseResult result = fuse(model, FuseOptions.defaults());
      assertTrue(result.after().bytes() <= result.before().bytes(), model.name());
      assertTrue(error(model, result.model()) <= ERROR, model.name());
      lowered += (int) count(result, LOWERING);
    }
    System.out.printf("%d layers lowered by default%n", lowered);
    assertTrue(lowered > 10);
  }

  /** Rounding makes a tie of two logits that differ by 2^-26, which decides 75 positions. */
  @Test
  void softmaxBeforeArgMaxStaysUnlessItMayGo() throws IOException {
    RecordedModel ties =
        models().stream().filter(m -> m.name().contains("softmax_ties")).findFirst().orElseThrow();
    Model kept = fuse(ties, WHEREVER_POSSIBLE).model();
    assertTrue(error(ties, kept) <= ERROR);
    Model dropped = fuse(ties, WHEREVER_POSSIBLE.withSoftmaxDropped(true)).model();
    assertTrue(error(ties, dropped) > 0.01);
  }
}
