package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.sweeping;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.ConstantEvaluator;
import dev.repfuse.pass.Reason;
import dev.repfuse.testkit.Oracle;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EvaluateConstantsTest {
  private static final ConstantEvaluator RUNTIME =
      new ConstantEvaluator() {
        @Override
        public Optional<Map<String, Tensor>> evaluate(Model constants) {
          try {
            return Optional.of(Oracle.constants(constants));
          } catch (IllegalStateException refused) {
            return Optional.empty();
          }
        }
      };

  @Test
  void computesExpressionsOfConstants() {
    sweeping(new EvaluateConstants(RUNTIME))
        .turns(
            "g (float[2,3] x) => (float[2,4] y) <float[4,3] w ~ normal(1), float k = {2}>"
                + " { t = Transpose <perm = [1,0]> (w) u = Mul (t, k) y = MatMul (x, u) }")
        .into("g (float[2,3] x) => (float[2,4] y) { y = MatMul (x, u2) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void doesNotInflateTheFile() {
    sweeping(new EvaluateConstants(RUNTIME))
        .ignores(
            "g (float[2,1000] x) => (float[2,1000] y) <int64[2] s = {1000, 1000}>"
                + " { w = ConstantOfShape <value = float[1] {1}> (s) y = MatMul (x, w) }");
  }

  @Test
  void leavesRandomNumbersAlone() {
    sweeping(new EvaluateConstants(RUNTIME))
        .declines(
            "g (float[3] x) => (float[3] y)"
                + " { r = RandomNormal <shape = [3]> () y = Add (x, r) }",
            Reason.NOT_DETERMINISTIC);
  }

  @Test
  void doesNotDivideByZero() {
    sweeping(new EvaluateConstants(RUNTIME))
        .declines(
            "g (int64[2] x) => (int64[2] y) <int64[2] a = {1, 2}, int64[2] z = {0, 1}>"
                + " { q = Div (a, z) y = Add (x, q) }",
            Reason.UNSAFE_TO_EVALUATE);
  }

  @Test
  void saysWhatTheRuntimeCouldNotCompute() {
    sweeping(new EvaluateConstants(ConstantEvaluator.NONE))
        .declines(
            "g (float[2] x) => (float[2] y) <float[2] a = {1, 2}>"
                + " { q = Sqrt (a) y = Add (x, q) }",
            Reason.NOT_EVALUATED);
  }
}
