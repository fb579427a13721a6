package dev.repfuse.pass.fold;

import dev.repfuse.pass.Pipelines;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewriting;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A convolution of a Concat of different values, taken apart where that pays. */
final class SplitConcatTest {
  private static final String TWO = "g (float[1,4,8,8] x, float[1,4,8,8] z) => ";

  private static Rewriting folding() {
    return Rewriting.running(List.of(Pipelines.fold()));
  }

  private static Rewriting growing() {
    return folding().allowingGrowth();
  }

  @Test
  void foldsAPartThatIsAConvolutionIntoItsShare() {
    folding()
        .turns(
            TWO
                + "(float[1,4,8,8] y) <float[32,4,1,1] v ~ normal(1), float[32,4,1,1] u ~ normal(2),"
                + " float[4,64,3,3] w ~ normal(3, 0.1), float[4] b ~ normal(4)>"
                + " { a = Conv (x, v) c = Conv (z, u) j = Concat <axis = 1> (a, c)"
                + " y = Conv <pads = [1,1,1,1]> (j, w, b) }")
        .into(
            TWO
                + "(float[1,4,8,8] y) { a = Conv <pads = [1,1,1,1]> (x, w1, b1)"
                + " c = Conv <pads = [1,1,1,1]> (z, w2) y = Add (a, c) }")
        .keepingNumbersWithin(1e-5);
  }

  @Test
  void foldsABiasWhereNothingIsPadded() {
    folding()
        .turns(
            TWO
                + "(float[1,4,6,6] y) <float[32,4,1,1] v ~ normal(1), float[32] b ~ normal(2),"
                + " float[4,36,3,3] w ~ normal(3, 0.1)>"
                + " { a = Conv (x, v, b) r = Relu (z) j = Concat <axis = -3> (r, a)"
                + " y = Conv (j, w) }")
        .into(
            TWO
                + "(float[1,4,6,6] y) { r = Relu (z) a = Conv (r, w1)"
                + " c = Conv (x, w2, b2) y = Add (a, c) }")
        .keepingNumbersWithin(1e-5);
  }

  /** At the border the convolution sees zero where the folded one would see the bias. */
  @Test
  void keepsABiasUnderPadding() {
    folding()
        .declines(
            TWO
                + "(float[1,4,8,8] y) <float[32,4,1,1] v ~ normal(1), float[32] b ~ normal(2),"
                + " float[4,36,3,3] w ~ normal(3, 0.1)>"
                + " { a = Conv (x, v, b) r = Relu (z) j = Concat <axis = 1> (r, a)"
                + " y = Conv <pads = [1,1,1,1]> (j, w) }",
            Reason.SUM_NO_GAIN);
  }

  @Test
  void movesAConstantPartIntoTheBias() {
    folding()
        .turns(
            "g (float[1,4,3,3] x) => (float[1,2,2,2] y) <float[1,2,3,3] k ~ constant(0.7),"
                + " float[2,6,2,2] w ~ normal(1), float[2] b ~ normal(2)>"
                + " { j = Concat <axis = 1> (k, x) y = Conv (j, w, b) }")
        .into("g (float[1,4,3,3] x) => (float[1,2,2,2] y) { y = Conv (x, w2, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void dropsChannelsOfZerosUnderPaddingToo() {
    folding()
        .turns(
            "g (float[1,4,8,8] x) => (float[1,2,8,8] y) <float[1,2,8,8] k ~ constant(0),"
                + " float[2,6,3,3] w ~ normal(1)>"
                + " { j = Concat <axis = 1> (x, k) y = Conv <pads = [1,1,1,1]> (j, w) }")
        .into("g (float[1,4,8,8] x) => (float[1,2,8,8] y) { y = Conv <pads = [1,1,1,1]> (x, v) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void mapsTheBorderOfAConstantPart() {
    String head = "g (float[1,32,20,21] x) => (float[1,1,20,21] y) ";
    String weights = "<float[1,3,20,21] k ~ %s, float[1,35,1,3] w ~ normal(1)>";
    String body = "{ j = Concat <axis = 1> (x, k) y = Conv <pads = [0,0,0,2]> (j, w) }";
    growing()
        .turns(head + weights.formatted("constant(0.7)") + body)
        .into(head + "{ c = Conv <pads = [0,0,0,2]> (x, v, b) y = Add (c, m) }")
        .keepingNumbersWithin(1e-5);
    growing()
        .turns(head + weights.formatted("normal(3)") + body)
        .into(head + "{ c = Conv <pads = [0,0,0,2]> (x, v) y = Add (c, m) }")
        .keepingNumbersWithin(1e-5);
  }

  @Test
  void sumsWhereTheResultIsMuchNarrower() {
    String head = "g (float[1,64,56,56] x, float[1,64,56,56] z) => (float[1,4,56,56] y) ";
    String before =
        head
            + "<float[4,128,1,1] w ~ normal(1), float[4] b ~ normal(2)>"
            + " { j = Concat <axis = 1> (x, z) y = Conv (j, w, b) }";
    growing()
        .turns(before)
        .into(head + "{ a = Conv (x, w1, b) c = Conv (z, w2) y = Add (a, c) }")
        .keepingNumbersWithin(1e-5);
    folding().declines(before, Reason.WOULD_GROW);
  }

  @Test
  void keepsAConcatThatIsCheapBesideTheConvolution() {
    growing()
        .declines(
            "g (float[1,8,28,28] x, float[1,8,28,28] z) => (float[1,8,28,28] y)"
                + " <float[8,16,3,3] w ~ normal(1)>"
                + " { j = Concat <axis = 1> (x, z) y = Conv <pads = [1,1,1,1]> (j, w) }",
            Reason.SUM_NO_GAIN);
  }

  @Test
  void doesNotGuessSizes() {
    growing()
        .declines(
            "g (float[1,64,H,W] x, float[1,64,H,W] z) => (float[1,4,H,W] y)"
                + " <float[4,128,1,1] w ~ normal(1)>"
                + " { j = Concat <axis = 1> (x, z) y = Conv (j, w) }",
            Reason.SUM_NO_GAIN);
  }

  @Test
  void keepsAConcatThatIsReadElsewhere() {
    growing()
        .declines(
            "g (float[1,64,56,56] x, float[1,64,56,56] z) =>"
                + " (float[1,4,56,56] y, float[1,128,56,56] j) <float[4,128,1,1] w ~ normal(1)>"
                + " { j = Concat <axis = 1> (x, z) y = Conv (j, w) }",
            Reason.SUM_NO_GAIN);
  }

  @Test
  void addsTheSharesOfAValueThatIsThereTwice() {
    folding()
        .turns(
            TWO
                + "(float[1,2,8,8] y) <float[2,12,1,1] w ~ normal(1)>"
                + " { j = Concat <axis = 1> (x, x, x) y = Conv (j, w) }")
        .into(TWO + "(float[1,2,8,8] y) { y = Conv (x, v) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void keepsGroupsOfPartsApart() {
    folding()
        .turns(
            TWO
                + "(float[1,4,8,8] y) <float[16,4,1,1] v ~ normal(1), float[16,4,1,1] u ~ normal(2),"
                + " float[4,16,3,3] w ~ normal(3, 0.1), float[4] b ~ normal(4)>"
                + " { a = Conv (x, v) c = Conv (z, u) j = Concat <axis = 1> (a, c)"
                + " y = Conv <group = 2, pads = [1,1,1,1]> (j, w, b) }")
        .into(
            TWO
                + "(float[1,4,8,8] y) { a = Conv <pads = [1,1,1,1]> (x, w1, b1)"
                + " c = Conv <pads = [1,1,1,1]> (z, w2, b2) y = Concat <axis = 1> (a, c) }")
        .keepingNumbersWithin(1e-5);
  }

  @Test
  void keepsAGroupThatReadsTwoParts() {
    growing()
        .declines(
            "g (float[1,3,8,8] x, float[1,5,8,8] z) => (float[1,2,8,8] y)"
                + " <float[2,4,1,1] w ~ normal(1)>"
                + " { j = Concat <axis = 1> (x, z) y = Conv <group = 2> (j, w) }",
            Reason.GROUP_ACROSS_PARTS);
  }

  @Test
  void worksInOneAndThreeDimensions() {
    for (String[] shape :
        List.of(
            new String[] {"400", "1", "3", "398"},
            new String[] {"8,9,10", "1,1,1", "3,2,3", "6,8,8"})) {
      String head =
          "g (float[1,4,%s] x, float[1,4,%s] z) => (float[1,4,%s] y) "
              .formatted(shape[0], shape[0], shape[3]);
      folding()
          .turns(
              head
                  + "<float[32,4,%s] v ~ normal(1), float[4,36,%s] w ~ normal(3, 0.1)>"
                      .formatted(shape[1], shape[2])
                  + " { a = Conv (x, v) r = Relu (z) j = Concat <axis = 1> (a, r)"
                  + " y = Conv (j, w) }")
          .into(head + "{ r = Relu (z) a = Conv (x, w1) c = Conv (r, w2) y = Add (a, c) }")
          .keepingNumbersWithin(1e-5);
    }
  }

  @Test
  void copiesSharedWeights() {
    folding()
        .turns(
            TWO
                + "(float[1,32,8,8] o, float[1,4,6,6] y) <float[32,4,1,1] v ~ normal(1),"
                + " float[4,64,3,3] w ~ normal(3, 0.1)>"
                + " { a = Conv (x, v) s = Relu (z) c = Conv (s, v) j = Concat <axis = 1> (a, c)"
                + " t = Tanh (z) o = Conv (t, v) y = Conv (j, w) }")
        .into(
            TWO
                + "(float[1,32,8,8] o, float[1,4,6,6] y) { s = Relu (z) t = Tanh (z)"
                + " o = Conv (t, v) a = Conv (x, w1) c = Conv (s, w2) y = Add (a, c) }")
        .keepingNumbersWithin(1e-5);
  }

  @Test
  void leavesAWeightAloneThatACallerGives() {
    folding()
        .ignores(
            "g (float[1,4,8,8] x, float[1,4,8,8] z, float[4,8,1,1] w) => (float[1,4,8,8] y)"
                + " { r = Relu (x) j = Concat <axis = 1> (r, z) y = Conv (j, w) }");
  }

  @Test
  void doesNotRoundHalfPrecisionBetweenConvolutions() {
    growing()
        .declines(
            "g (float16[1,64,56,56] x, float16[1,64,56,56] z) => (float16[1,4,56,56] y)"
                + " <float16[4,128,1,1] w ~ normal(1)>"
                + " { j = Concat <axis = 1> (x, z) y = Conv (j, w) }",
            Reason.HALF_PRECISION);
  }

  @Test
  void movesAHalfPrecisionConstantIntoTheBias() {
    folding()
        .turns(
            "g (float16[1,4,3,3] x) => (float16[1,2,2,2] y) <float16[1,2,3,3] k ~ constant(0.5),"
                + " float16[2,6,2,2] w ~ normal(1, 0.1)>"
                + " { j = Concat <axis = 1> (k, x) y = Conv (j, w) }")
        .into("g (float16[1,4,3,3] x) => (float16[1,2,2,2] y) { y = Conv (x, w2, b2) }")
        .keepingNumbersWithin(2e-3);
  }
}
