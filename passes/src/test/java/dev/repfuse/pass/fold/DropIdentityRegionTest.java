package dev.repfuse.pass.fold;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

/** Channels that are taken apart and joined again. */
final class DropIdentityRegionTest {
  private static final String HEAD = "g (float[1,4,8,8] x) => (float[1,4,8,8] y) ";

  @Test
  void dropsASplitThatIsJoinedInOrder() {
    rewriting(new DropIdentityRegion())
        .turns(
            HEAD
                + "{ r = Relu (x) a, b = Split <axis = 1> (r) c = Concat <axis = 1> (a, b)"
                + " y = Relu (c) }")
        .into(HEAD + "{ r = Relu (x) y = Relu (r) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsAPermutationAndItsInverse() {
    rewriting(new DropIdentityRegion())
        .turns(
            HEAD
                + "<int64[4] p = {2,0,3,1}, int64[4] q = {1,3,0,2}>"
                + "{ r = Relu (x) a = Gather <axis = 1> (r, p) b = Gather <axis = 1> (a, q)"
                + " y = Relu (b) }")
        .into(HEAD + "{ r = Relu (x) y = Relu (r) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsAChannelShuffleThatIsUndone() {
    rewriting(new DropIdentityRegion())
        .turns(
            "g (float[1,6,8,8] x) => (float[1,6,8,8] y)"
                + " <int64[5] two = {1,2,3,8,8}, int64[5] three = {1,3,2,8,8},"
                + " int64[4] back = {1,6,8,8}>"
                + "{ r = Relu (x) a = Reshape (r, two) b = Transpose <perm = [0,2,1,3,4]> (a)"
                + " c = Reshape (b, back) d = Reshape (c, three)"
                + " e = Transpose <perm = [0,2,1,3,4]> (d) f = Reshape (e, back) y = Relu (f) }")
        .into("g (float[1,6,8,8] x) => (float[1,6,8,8] y) { r = Relu (x) y = Relu (r) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsASplitThatIsJoinedCrossed() {
    rewriting(new DropIdentityRegion())
        .ignores(
            HEAD
                + "{ r = Relu (x) a, b = Split <axis = 1> (r) c = Concat <axis = 1> (b, a)"
                + " y = Relu (c) }");
  }

  @Test
  void keepsTheNameOfAnOutput() {
    rewriting(new DropIdentityRegion())
        .declines(
            HEAD + "{ a, b = Split <axis = 1> (x) y = Concat <axis = 1> (a, b) }",
            Reason.KEEPS_NAME);
  }
}
