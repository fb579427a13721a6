package dev.repfuse.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.report.ModelStatistics;
import dev.repfuse.testkit.Oracle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Generated networks have the arithmetic and the parameters that are published for them. */
class PlanTest {
  @ParameterizedTest
  @CsvSource({
    "MOBILENET_V1, 1,      568740352,  4231976",
    "MOBILENET_V2, 1,      300774272,  3504872",
    "RESNET_50,    1,     4089184256, 25557032",
    "REPGHOSTNET,  0.5,     43314720,  2313968",
    "REPGHOSTNET,  0.58,    59804016,  2546388",
    "REPGHOSTNET,  0.8,     95518948,  3278968",
    "REPGHOSTNET,  1,      142394128,  4073604",
    "REPGHOSTNET,  1.11,   170124224,  4539984",
    "REPGHOSTNET,  1.3,    231123652,  5478612",
    "REPGHOSTNET,  1.5,    301315856,  6575336",
    "REPGHOSTNET,  2,      515869856,  9796124",
  })
  void publishedFigures(Family family, double width, long macs, long parameters) {
    ModelStatistics statistics = Counts.of(Plan.of(family).withWidth(width));

    assertEquals(macs, statistics.macs().orElseThrow());
    assertEquals(parameters, statistics.parameters());
  }

  /** MetaPruning's base network, 1.4 times as wide. */
  @Test
  void widthsOfStagesMayBeGiven() {
    Plan plan =
        Plan.of(Family.MOBILENET_V2).withChannels(List.of(44, 22, 33, 44, 88, 132, 224, 448));
    ModelStatistics statistics = Counts.of(plan);

    assertEquals(569521240, statistics.macs().orElseThrow());
    assertEquals(5313198, statistics.parameters());
    assertThrows(
        IllegalArgumentException.class,
        () -> Plan.of(Family.MOBILENET_V1).withChannels(List.of(32)));
  }

  @ParameterizedTest
  @EnumSource(value = Family.class, mode = EnumSource.Mode.EXCLUDE, names = "DRCONV")
  void outputsDependOnTheImageAndStayInRange(Family family) {
    Variant middle =
        Variant.STANDARD.withArch(
            family.choices().ranges().stream().map(r -> (r.least() + r.most()) / 2).toList());
    Plan plan = new Plan(family, 0.5, List.of(), 64, 10, "2", 3, middle);
    Model model = plan.model();
    ModelCheck.check(model);
    double[] pixels = new double[2 * 3 * 64 * 64];
    Arrays.setAll(pixels, i -> Math.sin(i * 0.37) + (i < pixels.length / 2 ? 0.3 : -0.3));
    Tensor images = Tensor.ofDoubles(ElementType.FLOAT, Shape.of(2, 3, 64, 64), pixels);

    double[] y = Oracle.run(model, Map.of("x", images)).values().iterator().next().doubles();

    double[] first = Arrays.copyOf(y, 10);
    double[] second = Arrays.copyOfRange(y, 10, 20);
    assertFalse(Arrays.equals(first, second));
    double largest = Arrays.stream(y).map(Math::abs).max().orElseThrow();
    assertTrue(largest > 0.05 && largest < 100, () -> family + ": " + Arrays.toString(y));
  }

  @Test
  void theSamePlanGivesTheSameBytes() {
    Plan plan = new Plan(Family.MOBILENET_V2, 0.25, List.of(), 32, 10, "N", 7);

    assertArrayEquals(ModelFile.toBytes(plan.model()), ModelFile.toBytes(plan.model()));
  }
}
