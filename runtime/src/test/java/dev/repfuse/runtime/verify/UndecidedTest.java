package dev.repfuse.runtime.verify;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An output that is nothing but rounding: two spellings of one number, subtracted. ONNX Runtime's
 * optimizer changes the first of them, and with it the whole output.
 */
class UndecidedTest {
  @TempDir private Path folder = Path.of("");

  private Verdict compareWithScaled(String factor) {
    return Verifier.compare(
        model("1"), model(factor), VerifyOptions.defaults().withIsolated(false));
  }

  private Path model(String factor) {
    Path file = folder.resolve(factor + ".onnx");
    String text =
        """
        g (float[1,3,8,8] x) => (float[1,4,6,6] y)
        <float[4,3,3,3] w ~ normal(1), float[4,3,3,3] w2 ~ normal(1),
         float[4] s = {0.1,0.2,0.3,0.7}, float[4] b ~ constant(0), float[4] m ~ constant(0),
         float[4] v ~ constant(1), float[4,1,1] t = {0.1,0.2,0.3,0.7}, float k = {%s}>
        {
          c = Conv (x, w)
          n = BatchNormalization <epsilon = 0.0> (c, s, b, m, v)
          d = Conv (x, w2)
          e = Mul (d, t)
          zero = Sub (n, e)
          f = Conv (x, w)
          f2 = Mul (f, t)
          g = Div (f2, t)
          rounding = Sub (f, g)
          sum = Add (zero, rounding)
          y = Mul (sum, k)
        }
        """
            .formatted(factor);
    ModelFile.write(ModelText.parse(text), file);
    return file;
  }

  @Test
  void anErrorNoLargerThanTheOriginalsOwnDecidesNothing() {
    Verdict verdict = compareWithScaled("0.9");
    assertInstanceOf(Verdict.Undecided.class, verdict, verdict.words());
    assertTrue(!verdict.provesEqual());
    assertTrue(verdict.words().contains("the original differs from itself by as much"));
  }

  @Test
  void aLargerErrorIsADifference() {
    Verdict verdict = compareWithScaled("100");
    assertInstanceOf(Verdict.Different.class, verdict, verdict.words());
  }
}
