package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.sweeping;

import org.junit.jupiter.api.Test;

final class MergeDuplicateNodesTest {
  @Test
  void mergesEqualNodes() {
    sweeping(new MergeDuplicateNodes())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Neg (x) b = Neg (x) y = Add (a, b) }")
        .into("g (float[2,3] x) => (float[2,3] y) { a = Neg (x) y = Add (a, a) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsOtherAttributes() {
    sweeping(new MergeDuplicateNodes())
        .ignores(
            "g (float[2,3] x) => (float[2,3] y)"
                + " { a = LeakyRelu <alpha = 0.1> (x) b = LeakyRelu <alpha = 0.2> (x) y = Add"
                + " (a, b) }");
  }

  @Test
  void keepsRandomOnes() {
    sweeping(new MergeDuplicateNodes())
        .ignores(
            "g (float[2,3] x) => (float[2,3] y)"
                + " { a = RandomNormalLike (x) b = RandomNormalLike (x) y = Add (a, b) }");
  }

  @Test
  void mergesWholeBranches() {
    sweeping(new MergeDuplicateNodes())
        .turns(
            "g (float[2,3] x) => (float[2,3] y)"
                + " { a = Neg (x) b = Neg (x) c = Abs (a) d = Abs (b) e = Relu (c) f = Relu (d)"
                + " y = Add (e, f) }")
        .into(
            "g (float[2,3] x) => (float[2,3] y)"
                + " { a = Neg (x) c = Abs (a) e = Relu (c) y = Add (e, e) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsTheNameOfAnOutput() {
    sweeping(new MergeDuplicateNodes())
        .turns(
            "g (float[2,3] x) => (float[2,3] y, float[2,3] z)"
                + " { a = Neg (x) y = Neg (x) b = Neg (x) z = Add (a, b) }")
        .into("g (float[2,3] x) => (float[2,3] y, float[2,3] z) { y = Neg (x) z = Add (y, y) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsTwoOutputs() {
    sweeping(new MergeDuplicateNodes())
        .ignores("g (float[2,3] x) => (float[2,3] y, float[2,3] z) { y = Neg (x) z = Neg (x) }");
  }

  @Test
  void mergesAllButTheSecondOutput() {
    sweeping(new MergeDuplicateNodes())
        .turns(
            "g (float[2,3] x) => (float[2,3] y, float[2,3] z, float[2,3] s)"
                + " { a = Neg (x) y = Neg (x) z = Neg (x)"
                + " b = Abs (a) c = Abs (z) s = Add (b, c) }")
        .into(
            "g (float[2,3] x) => (float[2,3] y, float[2,3] z, float[2,3] s)"
                + " { y = Neg (x) z = Neg (x) b = Abs (y) c = Abs (z) s = Add (b, c) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void mergesNodesOfManyResults() {
    sweeping(new MergeDuplicateNodes())
        .turns(
            "g (float[2,4] x) => (float[2,2] y)"
                + " { a, b = Split <axis = 1> (x) c, d = Split <axis = 1> (x)"
                + " y = Sum (a, b, c, d) }")
        .into(
            "g (float[2,4] x) => (float[2,2] y)"
                + " { a, b = Split <axis = 1> (x) y = Sum (a, b, a, b) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsOtherOrderOfInputs() {
    sweeping(new MergeDuplicateNodes())
        .ignores(
            "g (float[2] x, float[2] z) => (float[2] y)"
                + " { a = Sub (x, z) b = Sub (z, x) y = Mul (a, b) }");
  }

  @Test
  void keepsSubgraphs() {
    sweeping(new MergeDuplicateNodes())
        .ignores(
            "g (bool t, float[2] x) => (float[2] y) {"
                + " a = If <then_branch = p () => (float[2] u) { u = Relu (x) },"
                + " else_branch = q () => (float[2] v) { v = Neg (x) }> (t)"
                + " b = If <then_branch = p () => (float[2] u2) { u2 = Relu (x) },"
                + " else_branch = q () => (float[2] v2) { v2 = Neg (x) }> (t)"
                + " y = Add (a, b) }");
  }
}
