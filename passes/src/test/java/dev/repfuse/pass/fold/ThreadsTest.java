package dev.repfuse.pass.fold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Workers;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.Pipelines;
import dev.repfuse.pass.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Folded weights are the same, byte for byte, for any number of threads. */
final class ThreadsTest {
  private static final String NORM =
      "float[384] s ~ uniform(2, 0.5, 1.5), float[384] b ~ normal(3), float[384] m ~ normal(4),"
          + " float[384] v ~ variance(5)";

  @Test
  void addition() {
    sameForAnyNumber(
        "g (float[1,384,8,8] x) => (float[1,384,8,8] y) <float[384,384,3,3] w ~ normal(1),"
            + " float[384,384,1,1] p ~ normal(6), "
            + NORM
            + "> { c = Conv <pads = [1,1,1,1]> (x, w) d = BatchNormalization (c, s, b, m, v)"
            + " e = Conv (x, p) f = Add (d, e) y = Add (f, x) }");
  }

  @Test
  void composition() {
    sameForAnyNumber(
        "g (float[1,64,8,8] x) => (float[1,64,8,8] y) <float[256,64,3,3] w ~ normal(1),"
            + " float[64,256,1,1] p ~ normal(2), float[256] b ~ normal(3)>"
            + " { c = Conv <pads = [1,1,1,1]> (x, w, b) y = Conv (c, p) }");
    sameForAnyNumber(
        "g (float[1,64,8,8] x) => (float[1,64,6,6] y) <float[256,64,1,1] p ~ normal(1),"
            + " float[64,256,3,3] w ~ normal(2), float[256] b ~ normal(3)>"
            + " { c = Conv (x, p, b) y = Conv (c, w) }");
  }

  @Test
  void groups() {
    sameForAnyNumber(
        "g (float[1,384,8,8] x) => (float[1,384,6,6] y) <float[384,128,5,5] w ~ normal(1),"
            + " float[384,64,3,3] u ~ normal(6), "
            + NORM
            + "> { c = Conv <group = 3, pads = [1,1,1,1]> (x, w) d = Conv <group = 6> (x, u)"
            + " e = Add (c, d) y = BatchNormalization (e, s, b, m, v) }");
  }

  @Test
  void halfPrecision() {
    for (String type : List.of("float16", "bfloat16")) {
      sameForAnyNumber(
          ("g (float[1,384,8,8] x) => (float[1,384,8,8] y) <float[384,384,3,3] w ~ normal(1),"
                  + NORM
                  + "> { c = Conv <pads = [1,1,1,1]> (x, w)"
                  + " y = BatchNormalization (c, s, b, m, v) }")
              .replace("float[", type + "["));
    }
  }

  private static void sameForAnyNumber(String text) {
    byte[] alone = folded(text);
    for (int threads : new int[] {1, 2, 3, 8}) {
      assertArrayEquals(
          alone, Workers.with(threads, () -> folded(text)), () -> threads + " threads");
    }
  }

  private static byte[] folded(String text) {
    Model model = ModelText.parse(text);
    Report report = Driver.run(model, List.of(Pipelines.fold()), Driver.Options.defaults());
    assertTrue(report.changed(), () -> report.remarks().toString());
    return ModelFile.toBytes(model);
  }
}
