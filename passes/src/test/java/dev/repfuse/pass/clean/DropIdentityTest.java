package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

final class DropIdentityTest {
  @Test
  void drops() {
    rewriting(new DropIdentity())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Identity (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void takesOverTheNameOfAnOutput() {
    rewriting(new DropIdentity())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Relu (x) y = Identity (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsTheWayFromInputToOutput() {
    rewriting(new DropIdentity())
        .declines("g (float[2,3] x) => (float[2,3] y) { y = Identity (x) }", Reason.KEEPS_NAME);
  }

  @Test
  void readsAConstantItself() {
    rewriting(new DropIdentity())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <float[3] k = {1,2,3}>"
                + " { a = Identity (k) y = Add (x, a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Add (x, k) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsTheWayFromAConstantToAnOutput() {
    rewriting(new DropIdentity())
        .declines(
            "g (float[2,3] x) => (float[2,3] y) <float[2,3] k = {1,2,3,4,5,6}>"
                + " { y = Identity (k) }",
            Reason.KEEPS_NAME);
  }

  @Test
  void keepsTwoOutputsApart() {
    rewriting(new DropIdentity())
        .declines(
            "g (float[2,3] x) => (float[2,3] y, float[2,3] z)"
                + " { y = Relu (x) z = Identity (y) }",
            Reason.KEEPS_NAME);
  }

  @Test
  void goesThroughAWholeChain() {
    rewriting(new DropIdentity())
        .turns(
            "g (float[2,3] x) => (float[2,3] y)"
                + " { a = Identity (x) b = Identity (a) c = Identity (b) d = Neg (c) y ="
                + " Identity (d) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Neg (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void followsAReaderInASubgraph() {
    rewriting(new DropIdentity())
        .turns(
            "g (bool t, float[2,3] x) => (float[2,3] y) { a = Identity (x) y = If"
                + " <then_branch = p () => (float[2,3] u) { u = Relu (a) }, else_branch = q ()"
                + " => (float[2,3] v) { v = Neg (a) }> (t) }")
        .into(
            "g (bool t, float[2,3] x) => (float[2,3] y) { y = If <then_branch = p () =>"
                + " (float[2,3] u) { u = Relu (x) }, else_branch = q () => (float[2,3] v)"
                + " { v = Neg (x) }> (t) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void leavesALocalFunctionOfThatNameAlone() {
    rewriting(new DropIdentity())
        .ignores(
            "<ir_version: 8, opset_import: [\"\" : 17, \"local\" : 1]> g (float[2,3] x)"
                + " => (float[2,3] y) { a = local.Identity (x) y = Relu (a) } <domain:"
                + " \"local\", opset_import: [\"\" : 17]> Identity (i) => (o) { o = Neg (i) }");
  }
}
