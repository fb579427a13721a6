package dev.repfuse.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.ir.Model;
import dev.repfuse.report.ModelStatistics;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * ShuffleNetV2 and the same with region-aware 1×1 convolutions, as DRConv's code builds them: the
 * first and the last convolution and the linear layer have a bias, and the guide reads what enters
 * a block's branch, which is half of the channels where the stride is 1.
 */
class ShuffleNetV2Test {
  private static Plan regions(double width, int count) {
    Regions regions =
        new Regions(count, 8, 1, Regions.Definition.OFFICIAL, Regions.Selection.ONEHOT);
    return Plan.of(Family.SHUFFLENET_V2_DRCONV)
        .withWidth(width)
        .with(Variant.STANDARD.with(regions));
  }

  @ParameterizedTest
  @CsvSource({
    "0.5,  40476448, 1367840",
    "1.0, 145814296, 2280808",
    "1.5, 298970656, 3508768",
    "2.0, 590783000, 7405672",
  })
  void plain(double width, long macs, long parameters) {
    ModelStatistics statistics = Counts.of(Plan.of(Family.SHUFFLENET_V2).withWidth(width));

    assertEquals(macs, statistics.macs().orElseThrow());
    assertEquals(parameters, statistics.parameters());
  }

  /**
   * Published as 7.483M for what mixes the filters and 2.145M for the guides, together with the
   * network 50.105M; and so on. The dense form computes each 1×1 convolution for all regions.
   */
  @ParameterizedTest
  @CsvSource({
    "0.5, 8,  40476448,   7483392, 2145024,  50104864,  2293792",
    "0.5, 4,  40476448,   3741696, 1072512,  45290656,  2234016",
    "1.0, 8, 145814296,  43324288, 4330816, 193469400,  7273976",
  })
  void withRegions(
      double width, int count, long plain, long filters, long guides, long total, long weights) {
    Model model = Counts.uniform(regions(width, count).withBatch("1"));
    Predicate<String> makesFilters = name -> name.endsWith(".fc") || name.endsWith(".mix");
    Predicate<String> guide = name -> name.endsWith(".guide");
    Predicate<String> dense = name -> name.matches(".*\\.pw[12]\\.conv");

    assertEquals(filters, Counts.macs(model, makesFilters));
    assertEquals(guides, Counts.macs(model, guide));
    long rest = Counts.macs(model, makesFilters.or(guide).or(dense).negate());
    assertEquals(plain, rest + Counts.macs(model, dense) / count);
    assertEquals(total, plain + filters + guides);
    long ofForm = 1 + 4; // the factor 2 / experts, and the scales of Resize
    assertEquals(weights, ModelStatistics.of(model).parameters() - ofForm);
  }

  @Tag("device")
  @ParameterizedTest
  @CsvSource({
    "1.5, 8, 298970656,  99524608, 6259456, 404754720, 14778656",
    "2.0, 8, 590783000, 191071104, 8445248, 790299352, 28835576",
  })
  void wideWithRegions(
      double width, int count, long plain, long filters, long guides, long total, long weights) {
    withRegions(width, count, plain, filters, guides, total, weights);
  }

  /** Open batches multiply matrices. */
  @Test
  void theBatchMakesNoDifferenceForTheCosts() {
    Plan plan = regions(0.5, 8).withResolution(64);

    ModelStatistics open = Counts.of(plan);
    ModelStatistics single = Counts.of(plan.withBatch("1"));

    assertEquals(single.macs(), open.macs());
    assertEquals(single.parameters(), open.parameters());
    assertEquals(32 + 32, open.count("MatMul"));
    assertEquals(32, single.count("MatMul"));
  }

  @Test
  void sizesHaveToBeEven() {
    Plan plan = regions(0.5, 8);

    assertThrows(IllegalArgumentException.class, () -> plan.withResolution(48));
    assertThrows(IllegalArgumentException.class, () -> plan.withWidth(0.75));
  }
}
