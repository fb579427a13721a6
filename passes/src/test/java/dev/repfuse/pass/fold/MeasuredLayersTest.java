package dev.repfuse.pass.fold;

import static dev.repfuse.pass.Rewriting.rewriting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.Growth;
import dev.repfuse.pass.Pipelines;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Report;
import dev.repfuse.pass.Rewriting;
import dev.repfuse.pass.cost.Estimate;
import dev.repfuse.pass.cost.LayerKind;
import dev.repfuse.pass.cost.LayerTimes;
import dev.repfuse.pass.cost.Target;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Layers that were measured decide otherwise than rates. */
class MeasuredLayersTest {
  /** Times by kernel, input and output channels. */
  private record Times(Map<String, Double> nanoseconds) implements LayerTimes {
    @Override
    public OptionalDouble nanoseconds(LayerKind kind, long inputs, long outputs) {
      Double time =
          nanoseconds.get("%s%s %d→%d".formatted(kind.operator(), kind.kernel(), inputs, outputs));
      return time == null ? OptionalDouble.empty() : OptionalDouble.of(time);
    }
  }

  private static final String CHAIN =
      "g (float[N,8,8,8] x) => (float[N,8,8,8] y)"
          + " <float[16,8,1,1] v ~ normal(1), float[8,16,3,3] w ~ normal(2)>"
          + " { a = Conv (x, v) y = Conv <pads = [1,1,1,1]> (a, w) }";
  private static final String ONE =
      "g (float[N,8,8,8] x) => (float[N,8,8,8] y) { y = Conv <pads = [1,1,1,1]> (x, w2) }";

  private static Target measured(Map<String, Double> nanoseconds) {
    return Target.GENERIC.measured("board", 1, new Times(nanoseconds));
  }

  private static final Map<String, Double> SLOW_TOGETHER =
      Map.of("Conv[1, 1] 8→16", 500.0, "Conv[3, 3] 16→8", 2000.0, "Conv[3, 3] 8→8", 9000.0);

  @Test
  void whatIsSlowerTogetherStaysApart() {
    rewriting(new FoldAffineRegion()).turns(CHAIN).into(ONE).keepingNumbersWithin(1e-6);
    rewriting(new FoldAffineRegion()).on(measured(SLOW_TOGETHER)).declines(CHAIN, Reason.NO_GAIN);
    Estimate figures =
        report(measured(SLOW_TOGETHER)).remarks().getFirst().choice().rejected().orElseThrow();
    assertTrue(figures.isMeasured());
    assertEquals(2500, figures.timeBefore());
    assertEquals(9000, figures.timeAfter());
  }

  private static Report report(Target target) {
    return Driver.run(
        ModelText.parse(CHAIN),
        List.of(Pipelines.fold()),
        new Driver.Options(target, Growth.Limit.NONE, after -> {}, pass -> {}));
  }

  @Test
  void oneLayerThatWasNotMeasuredLeavesRatesForBothSides() {
    Map<String, Double> partly = Map.of("Conv[3, 3] 16→8", 2000.0, "Conv[3, 3] 8→8", 9000.0);
    rewriting(new FoldAffineRegion())
        .on(measured(partly))
        .turns(CHAIN)
        .into(ONE)
        .keepingNumbersWithin(1e-6);
    Estimate figures = chosen(report(measured(partly)));
    assertFalse(figures.isMeasured());
    assertEquals(chosen(report(Target.GENERIC)).timeAfter(), figures.timeAfter());
  }

  private static Estimate chosen(Report report) {
    return report.passes().getFirst().folds().getFirst().choice().chosen().orElseThrow();
  }

  @Test
  void moreArithmeticIsTakenWhereItWasMeasuredToBeClearlyFaster() {
    String dilated =
        "g (float[1,8,14,14] x) => (float[1,8,14,14] y)"
            + " <float[8,1,3,3] v ~ normal(1), float[8,1,3,3] w ~ normal(2)>"
            + " { a = Conv <group = 8, pads = [1,1,1,1]> (x, v)"
            + " c = Conv <group = 8, pads = [2,2,2,2], dilations = [2,2]> (x, w) y = Add (a, c) }";
    Rewriting spending = Rewriting.running(List.of(Pipelines.fold())).allowingGrowth();
    spending.declines(dilated, Reason.MORE_MACS);
    spending
        .on(measured(Map.of("Conv[3, 3] 8→8", 5000.0, "Conv[5, 5] 8→8", 4000.0)))
        .turns(dilated)
        .into(
            "g (float[1,8,14,14] x) => (float[1,8,14,14] y)"
                + " { y = Conv <group = 8, pads = [2,2,2,2]> (x, w2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void matrixProductsOfManyRowsAreOfOneKind() {
    String products =
        "g (float[1,5,8] x) => (float[1,5,8] y)"
            + " <float[8,16] v ~ normal(1), float[16,8] w ~ normal(2)>"
            + " { a = MatMul (x, v) y = MatMul (a, w) }";
    rewriting(new FoldAffineRegion())
        .turns(products)
        .into("g (float[1,5,8] x) => (float[1,5,8] y) { y = MatMul (x, w2) }")
        .keepingNumbersWithin(1e-6);
    rewriting(new FoldAffineRegion())
        .on(measured(Map.of("Gemm[] 8→16", 1.0, "Gemm[] 16→8", 1.0, "Gemm[] 8→8", 3.0)))
        .declines(products, Reason.NO_GAIN);
  }
}
