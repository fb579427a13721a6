package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.sweeping;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.pass.ConstantEvaluator;
import dev.repfuse.pass.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EvaluateConstantsTest {
  private final Oracled runtime = new Oracled();
  private final EvaluateConstants evaluate = new EvaluateConstants(runtime);

  @Test
  void computesExpressionsOfConstants() {
    sweeping(evaluate)
        .turns(
            "g (float[2,3] x) => (float[2,4] y) <float[4,3] w ~ normal(1), float k = {2}>"
                + " { t = Transpose <perm = [1,0]> (w) u = Mul (t, k) y = MatMul (x, u) }")
        .into("g (float[2,3] x) => (float[2,4] y) { y = MatMul (x, u2) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void callsTheRuntimeOnceForAllOfThem() {
    sweeping(evaluate)
        .turns(
            "g (float[3] x) => (float[3] y) <float[3] a = {1,2,3}, float[3] b = {4,5,6}>"
                + " { p = Sqrt (a) q = Neg (p) s = Add (x, q) r = Exp (b) y = Mul (s, r) }")
        .into("g (float[3] x) => (float[3] y) { s = Add (x, q) y = Mul (s, r) }")
        .keepingNumbersWithin(0);
    assertEquals(List.of(3), runtime.calls());
  }

  @Test
  void computesAGraphOutput() {
    sweeping(evaluate)
        .turns(
            "g (float[2] x) => (float[2] y, float[2] priors) <float[2] a = {1,4}>"
                + " { y = Neg (x) r = Sqrt (a) priors = Exp (r) }")
        .into(
            "g (float[2] x) => (float[2] y, float[2] priors)"
                + " { y = Neg (x) priors = Constant <value = float[2] {2.7182817, 7.389056}> () }")
        .keepingNumbersWithin(1e-7);
  }

  @Test
  void computesWhatABodyReturns() {
    sweeping(evaluate)
        .turns(
            "g (bool t, float[2] x) => (float[2] y) <float[2] a = {1,4}> { y = If"
                + " <then_branch = p () => (float[2] u) { u = Sqrt (a) },"
                + " else_branch = q () => (float[2] v) { v = Sub (x, a) }> (t) }")
        .into(
            "g (bool t, float[2] x) => (float[2] y) { y = If"
                + " <then_branch = p () => (float[2] u) { u = Constant <value = float[2] {1,2}> () },"
                + " else_branch = q () => (float[2] v) { v = Sub (x, a) }> (t) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void followsAReaderInASubgraph() {
    sweeping(evaluate)
        .turns(
            "g (bool t, float[2] x) => (float[2] y) <float[2] a = {1,4}> { r = Sqrt (a) y = If"
                + " <then_branch = p () => (float[2] u) { u = Add (x, r) },"
                + " else_branch = q () => (float[2] v) { v = Sub (x, r) }> (t) }")
        .into(
            "g (bool t, float[2] x) => (float[2] y) { y = If"
                + " <then_branch = p () => (float[2] u) { u = Add (x, r) },"
                + " else_branch = q () => (float[2] v) { v = Sub (x, r) }> (t) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void computesInABody() {
    sweeping(evaluate)
        .turns(
            "g (bool t, float[2] x) => (float[2] y) <float[2] a = {1,4}> { y = If"
                + " <then_branch = p () => (float[2] u) <float[2] b = {2,3}>"
                + " { r = Sqrt (a) s = Mul (r, b) u = Add (x, s) },"
                + " else_branch = q () => (float[2] v) { v = Sub (x, a) }> (t) }")
        .into(
            "g (bool t, float[2] x) => (float[2] y) { y = If"
                + " <then_branch = p () => (float[2] u) { u = Add (x, s) },"
                + " else_branch = q () => (float[2] v) { v = Sub (x, a) }> (t) }")
        .keepingNumbersWithin(0, 6);
  }

  /** The Constant node of the function stands in a graph whose order numbers are its own. */
  @Test
  void computesInABranchOfAFunction() {
    String header =
        "<ir_version: 9, opset_import: [\"\" : 17, \"local\" : 1]>"
            + " g (bool t, float[2] x) => (float[N] y) { y = local.F (t, x) }"
            + " <domain: \"local\", opset_import: [\"\" : 17]> F (t, x) => (y) { ";
    sweeping(evaluate)
        .turns(
            header
                + "z = Neg (x) a = Constant <value = float[2] {1,4}> () y = If"
                + " <then_branch = p () => (float[2] u) { r = Sqrt (a) s = Exp (r) u = Add (z, s) },"
                + " else_branch = q () => (float[2] v) { v = Sub (x, z) }> (t) }")
        .into(
            header
                + "z = Neg (x) y = If"
                + " <then_branch = p () => (float[2] u) <float s = {0}> { u = Add (z, s) },"
                + " else_branch = q () => (float[2] v) { v = Sub (x, z) }> (t) }")
        .keepingNumbersWithin(0, 6);
  }

  @Test
  void computesAConstantNodeOfAFunction() {
    String header =
        "<ir_version: 9, opset_import: [\"\" : 17, \"local\" : 1]>"
            + " g (float[2] x) => (float[N] y) { y = local.F (x) }"
            + " <domain: \"local\", opset_import: [\"\" : 17]> F (x) => (y) { ";
    sweeping(evaluate)
        .turns(
            header
                + "a = Constant <value = float[2] {1,4}> () r = Sqrt (a) s = Exp (r)"
                + " y = Add (x, s) }")
        .into(header + "s = Constant <value = float {0}> () y = Add (x, s) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void storesPartsOfAWeightWhereTheWholeGoes() {
    sweeping(evaluate)
        .turns(
            "g (float[1,20] x) => (float[1,40] y) <float[20,40] w ~ normal(1)>"
                + " { a, b = Split <axis = 1> (w) p = MatMul (x, a) q = MatMul (x, b)"
                + " y = Concat <axis = 1> (p, q) }")
        .into(
            "g (float[1,20] x) => (float[1,40] y)"
                + " { p = MatMul (x, a) q = MatMul (x, b) y = Concat <axis = 1> (p, q) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void doesNotInflateTheFile() {
    sweeping(evaluate)
        .declines(
            "g (float[2,1000] x) => (float[2,1000] y) <int64[2] s = {1000, 1000}>"
                + " { w = ConstantOfShape <value = float[1] {1}> (s) y = MatMul (x, w) }",
            Reason.TOO_LARGE);
  }

  @Test
  void storesWhatLeadsToAValueThatIsTooLarge() {
    sweeping(evaluate)
        .turns(
            "g (float[2,1000] x) => (float[2,1000] y) <float a = {4}, int64[2] s = {1000, 1000}>"
                + " { r = Sqrt (a) w = Expand (r, s) y = MatMul (x, w) }")
        .into("g (float[2,1000] x) => (float[2,1000] y) { w = Expand (r, s) y = MatMul (x, w) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsAWeightThatIsReadUnchangedToo() {
    sweeping(evaluate)
        .declines(
            "g (float[1,30] x) => (float[1,30] y) <float[30,30] w ~ normal(1)>"
                + " { t = Transpose <perm = [1,0]> (w) p = MatMul (x, t) y = MatMul (p, w) }",
            Reason.TOO_LARGE);
  }

  @Test
  void neverMakesAVastValueOnTheWay() {
    sweeping(evaluate)
        .declines(
            "g (float[2] x) => (float[2] y) <float a = {1}, int64[2] s = {1048576, 1048576}>"
                + " { w = Expand (a, s) m = ReduceSum <keepdims = 0> (w) y = Mul (x, m) }",
            Reason.TOO_LARGE);
    assertEquals(List.of(), runtime.calls());
  }

  @Test
  void neverComputesForHours() {
    sweeping(evaluate)
        .declines(
            "g (float[1] x) => (float[1] y) <int64[2] s = {4000, 4000}>"
                + " { a = ConstantOfShape (s) b = MatMul (a, a) m = ReduceSum <keepdims = 0> (b)"
                + " y = Mul (x, m) }",
            Reason.TOO_LARGE);
  }

  @Test
  void leavesRandomNumbersAlone() {
    sweeping(evaluate)
        .declines(
            "g (float[3] x) => (float[3] y)"
                + " { r = RandomNormal <shape = [3]> () y = Add (x, r) }",
            Reason.NOT_DETERMINISTIC);
  }

  @Test
  void keepsAStoredWholeNumberWeight() {
    sweeping(evaluate)
        .ignores(
            "g (float[2,2] x) => (float[2,2] y) <int8[2,2] w = {1,2,3,4}, float s = {0.5}>"
                + " { d = DequantizeLinear (w, s) y = MatMul (x, d) }");
  }

  @Test
  void doesNotDivideByZero() {
    sweeping(evaluate)
        .declines(
            "g (int64[2] x) => (int64[2] y) <int64[2] a = {1, 2}, int64[2] z = {0, 1}>"
                + " { q = Div (a, z) y = Add (x, q) }",
            Reason.UNSAFE_TO_EVALUATE);
  }

  @Test
  void doesNotDivideTheLeastNumberByMinusOne() {
    sweeping(evaluate)
        .declines(
            "g (int32[1] x) => (int32[1] y) <int32[1] a = {-2147483648}, int32[1] z = {-1}>"
                + " { q = Mod (a, z) y = Add (x, q) }",
            Reason.UNSAFE_TO_EVALUATE);
  }

  @Test
  void looksAtAComputedDivisorFirst() {
    sweeping(evaluate)
        .turns(
            "g (int64[1] x) => (int64[1] y) <int64[1] a = {5}, int64[1] z = {-1}, int64 i = {0}>"
                + " { d = CumSum (z, i) q = Div (a, d) y = Add (x, q) }")
        .into("g (int64[1] x) => (int64[1] y) { q = Div (a, d) y = Add (x, q) }")
        .keepingNumbersWithin(0);
    assertEquals(List.of(1), runtime.calls());
  }

  @Test
  void doesNotCastWhatNoWholeNumberHolds() {
    for (String number : List.of("nan", "inf", "1e30", "-129", "128")) {
      sweeping(evaluate)
          .declines(
              "g (int8[1] x) => (int8[1] y) <float[1] a = {%s}> ".formatted(number)
                  + "{ c = Cast <to = 3> (a) y = Add (x, c) }",
              Reason.UNSAFE_TO_EVALUATE);
    }
  }

  @Test
  void castsWhatAWholeNumberHolds() {
    sweeping(evaluate)
        .turns(
            "g (int64[2] x) => (int64[2] y) <float[2] a = {224.7, -3e9}>"
                + " { c = Cast <to = 7> (a) y = Add (x, c) }")
        .into("g (int64[2] x) => (int64[2] y) { y = Add (x, c) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsAnInputWithADefault() {
    sweeping(evaluate)
        .ignores(
            "g (float[1] x, float[1] k = {4}) => (float[1] y)"
                + " { r = Sqrt (k) y = Mul (x, r) }");
  }

  @Test
  void goesOnWithTheRestWhereOneFails() {
    sweeping(evaluate)
        .turns(
            "g (float[2] x) => (float[2] y) <float[2] a = {1, 4}, int64[1,1] i = {99},"
                + " float[1] v = {5}>"
                + " { r = Sqrt (a) e = Exp (r) b = ScatterND (a, i, v) s = Mul (x, e) y = Mul"
                + " (s, b) }")
        .into(
            "g (float[2] x) => (float[2] y)"
                + " { b = ScatterND (a, i, v) s = Mul (x, e) y = Mul (s, b) }");
  }

  @Test
  void asksOnceAboutWhatFails() {
    sweeping(evaluate)
        .declines(
            "g (float[2] x) => (float[2] y) <float[2] a = {1, 4}, int64[1,1] i = {99},"
                + " float[1] v = {5}>"
                + " { b = ScatterND (a, i, v) y = Mul (x, b) }",
            Reason.NOT_EVALUATED);
    assertEquals(1, runtime.calls().size());
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
