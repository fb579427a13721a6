package dev.repfuse.pass.fold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.Growth;
import dev.repfuse.pass.Pipelines;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Remark;
import dev.repfuse.pass.Rewriting;
import dev.repfuse.pass.cost.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Where one convolution of more multiply-accumulates takes the place of several that need less. */
final class SpendingMacsTest {
  @SuppressWarnings("UnusedVariable") // JUnit reads it
  private static final Iterable<Target> TARGETS = Target.ALL;

  private static Rewriting folding(Target machine) {
    return Rewriting.running(List.of(Pipelines.fold())).on(machine).allowingGrowth();
  }

  /** Two depthwise 3×3 kernels, one of them dilated: 18 taps, of which one 5×5 kernel has 25. */
  private static String dilated(String shape) {
    return "g (float[%s] x) => (float[%s] y)".formatted(shape, shape)
        + " <float[8,1,3,3] v ~ normal(1), float[8,1,3,3] w ~ normal(2)>"
        + " { a = Conv <group = 8, pads = [1,1,1,1]> (x, v)"
        + " c = Conv <group = 8, pads = [2,2,2,2], dilations = [2,2]> (x, w) y = Add (a, c) }";
  }

  private static String afterwards(String shape) {
    return "g (float[%s] x) => (float[%s] y)".formatted(shape, shape)
        + " { y = Conv <group = 8, pads = [2,2,2,2]> (x, w2) }";
  }

  @Test
  void mergesDilatedKernelsWhereArithmeticIsCheap() {
    folding(Target.X86_AVX512)
        .turns(dilated("1,8,14,14"))
        .into(afterwards("1,8,14,14"))
        .keepingNumbersWithin(1e-6);
    folding(Target.GENERIC).declines(dilated("1,8,14,14"), Reason.MORE_MACS);
    folding(Target.ARM64).declines(dilated("1,8,14,14"), Reason.MORE_MACS);
  }

  @Test
  void mergesThemEverywhereIfTheImageIsTiny() {
    for (Target machine : Target.ALL) {
      folding(machine)
          .turns(dilated("1,8,3,3"))
          .into(afterwards("1,8,3,3"))
          .keepingNumbersWithin(1e-6);
    }
  }

  @ParameterizedTest
  @FieldSource("TARGETS")
  void doesNotGuessSizes(Target machine) {
    for (String shape : List.of("1,8,H,3", "N,8,3,3", "64,8,3,3")) {
      folding(machine).declines(dilated(shape), Reason.MORE_MACS);
    }
  }

  @Test
  void doesNotLetTheFileGrow() {
    Rewriting.running(List.of(Pipelines.fold())).declines(dilated("1,8,3,3"), Reason.WOULD_GROW);
  }

  @ParameterizedTest
  @FieldSource("TARGETS")
  void keepsABottleneck(Target machine) {
    folding(machine)
        .declines(
            "g (float[1,64,8,8] x) => (float[1,64,8,8] y) <float[8,64,1,1] a ~ normal(1),"
                + " float[64,8,3,3] w ~ normal(2)>"
                + " { t = Conv (x, a) y = Conv <pads = [1,1,1,1]> (t, w) }",
            Reason.MORE_MACS);
  }

  @ParameterizedTest
  @FieldSource("TARGETS")
  void keepsDepthwiseAndPointwise(Target machine) {
    folding(machine)
        .declines(
            "g (float[1,32,8,8] x) => (float[1,32,8,8] y) <float[32,1,3,3] d ~ normal(1),"
                + " float[32,32,1,1] p ~ normal(2)>"
                + " { t = Conv <group = 32, pads = [1,1,1,1]> (x, d) y = Conv (t, p) }",
            Reason.MORE_MACS);
  }

  /** Normalizations that go anyway must not count for the merge. */
  @Test
  void comparesWithWhatOtherFoldsLeave() {
    String norms =
        "float[8] s ~ uniform(3, 0.5, 1.5), float[8] b ~ normal(4), float[8] m ~ normal(5),"
            + " float[8] u ~ variance(6)>";
    folding(Target.GENERIC)
        .turns(
            "g (float[1,8,8,8] x) => (float[1,8,8,8] y)"
                + " <float[8,8,3,3] v ~ normal(1), float[8,8,3,3] w ~ normal(2), "
                + norms
                + " { a = Conv <pads = [1,1,1,1]> (x, v)"
                + " c = Conv <pads = [2,2,2,2], dilations = [2,2]> (x, w)"
                + " d = BatchNormalization (a, s, b, m, u)"
                + " e = BatchNormalization (c, s, b, m, u) y = Add (d, e) }")
        .into(
            "g (float[1,8,8,8] x) => (float[1,8,8,8] y)"
                + " { a = Conv <pads = [1,1,1,1]> (x, v2, b2)"
                + " c = Conv <pads = [2,2,2,2], dilations = [2,2]> (x, w2, b3) y = Add (a, c) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void saysHowMuchTimeWouldBeClearlyLess() {
    Model model = ModelText.parse(dilated("1,8,14,14"));
    Remark remark =
        Driver.run(
                model,
                List.of(Pipelines.fold()),
                new Driver.Options(Target.GENERIC, Growth.Limit.NONE, after -> {}, pass -> {}))
            .remarks()
            .getFirst();

    assertEquals(Reason.MORE_MACS, remark.reason());
    assertEquals(
        "39200 instead of 28224, and 0.96 of the time, where 0.6 would be clearly less",
        remark.detail());
    assertTrue(remark.choice().rejected().isPresent());
  }
}
