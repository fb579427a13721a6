package dev.repfuse.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.report.ModelStatistics;
import dev.repfuse.supernet.Extraction;
import dev.repfuse.testkit.Oracle;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MetaPruning's numbers, and the network that makes weights for all of them. */
class PruningNetTest {
  private static final List<Integer> PUBLISHED =
      Counts.numbers("28 18 10 23 23 22 22 13 17 28 17 25 29");

  @TempDir Path folder;

  private static Plan subnet(List<Integer> ids) {
    return Plan.of(Family.PRUNINGNET_MOBILENET_V1).with(Variant.STANDARD.withArch(ids));
  }

  private static List<Long> widths(Model model) {
    List<Long> widths = new ArrayList<>();
    for (var weight : model.graph().initializers()) {
      if (weight.name().matches("stem\\.conv\\.weight|.*\\.pw\\.conv\\.weight")) {
        widths.add(weight.payload().shape().size(0).orElseThrow());
      }
    }
    return widths;
  }

  /** As in training, layer i has the number i. */
  @Test
  void thePublishedNumbers() {
    Model model = Counts.uniform(subnet(PUBLISHED));

    assertEquals(
        List.of(30L, 40L, 51L, 101L, 202L, 194L, 389L, 250L, 312L, 481L, 312L, 435L, 993L, 1024L),
        widths(model));
    assertEquals(313_208_831, ModelStatistics.of(model).macs().orElseThrow());
    assertEquals(3_280_476, ModelStatistics.of(model).parameters());
  }

  /**
   * The evaluation of MetaPruning's code gives layer i the number before, and the first the last.
   */
  @Test
  void theSameNumbersAsTheEvaluationReadsThem() {
    List<Integer> rotated = new ArrayList<>(PUBLISHED);
    Collections.rotate(rotated, 1);
    ModelStatistics statistics = Counts.of(subnet(rotated));

    assertEquals(311_663_518, statistics.macs().orElseThrow());
    assertEquals(3_004_645, statistics.parameters());
  }

  @Test
  void theLargestNumbersAreTheWholeNetwork() {
    ModelStatistics statistics = Counts.of(subnet(Collections.nCopies(13, 30)));

    assertEquals(568_740_352, statistics.macs().orElseThrow());
    assertEquals(4_231_976, statistics.parameters());
    assertThrows(IllegalArgumentException.class, () -> subnet(Collections.nCopies(13, 31)));
  }

  /** Rows beyond the width are zero in what it generates, and all others are not. */
  @Test
  void generatesWeightsOfTheWidthsThatAreAskedFor() throws IOException {
    Plan plan = new Plan(Family.PRUNINGNET_MOBILENET_V1, 0.35, List.of(), 32, 10, "N", 2);
    Model supernet = plan.model();
    ModelCheck.check(supernet);
    Path file = Files.write(folder.resolve("net.onnx"), ModelFile.toBytes(supernet));

    Extraction extraction = Extraction.of(file);
    Model model = extraction.subnet(PUBLISHED, Optional.empty()).model();

    assertEquals(BigInteger.valueOf(31).pow(13), extraction.space().size());
    assertTrue(Oracle.difference(model, extraction.supernet(PUBLISHED), 4) <= 1e-6);
    List<Long> live = new ArrayList<>();
    for (var node : model.graph().nodes()) {
      if (node.is("Conv") && node.intAttribute("group", 1) == 1) {
        live.add(liveRows((Initializer) node.input(1)));
      }
    }
    Plan alone = plan.with(Variant.STANDARD.withArch(PUBLISHED));
    assertEquals(widths(alone.model()), live);
  }

  private static long liveRows(Initializer weight) {
    double[] numbers = weight.tensor().orElseThrow().doubles();
    int rows = (int) weight.payload().shape().size(0).orElseThrow();
    int length = numbers.length / rows;
    long live = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = row * length; i < (row + 1) * length; i++) {
        sum += Math.abs(numbers[i]);
      }
      live += sum > 0 ? 1 : 0;
    }
    return live;
  }
}
