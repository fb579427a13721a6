package dev.repfuse.pass;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.fold.FoldAffineRegion;
import dev.repfuse.pass.fold.FoldBatchNormBeforeConvTranspose;
import dev.repfuse.pass.fold.FoldBatchNormIntoConvTranspose;
import dev.repfuse.pass.fold.FoldPolicy;
import dev.repfuse.pass.fold.MoveBatchNormBeforeResize;
import org.junit.jupiter.api.Test;

/** What must not cross the border between a graph and a body in it. */
final class SubgraphBorderTest {
  private static final String STATISTICS =
      "float[4] s ~ normal(2), float[4] b ~ normal(3), float[4] m ~ normal(4),"
          + " float[4] v ~ variance(5)";

  private final Rewriting fold = rewriting(new FoldAffineRegion());

  /** The convolution is computed outside, where something else could read it as well. */
  @Test
  void declinesToPullAConvolutionIntoABranch() {
    fold.declines(
        """
        g (bool t, float[1,3,6,6] x) => (float[1,4,6,6] y) <float[4,3,1,1] w ~ normal(1), %s>
        { c = Conv (x, w)
          y = If <
            then_branch = p () => (float[1,4,6,6] q) { q = BatchNormalization (c, s, b, m, v) },
            else_branch = r () => (float[1,4,6,6] z) { z = Relu (c) }> (t) }
        """
            .formatted(STATISTICS),
        Reason.OTHER_GRAPH);
  }

  @Test
  void aValueThatASubgraphReadsIsReadElsewhere() {
    fold.declines(
        """
        g (bool t, float[1,3,6,6] x) => (float[1,4,6,6] y, float[1,4,6,6] u)
        <float[4,3,1,1] w ~ normal(1), %s>
        { c = Conv (x, w)
          u = BatchNormalization (c, s, b, m, v)
          y = If <
            then_branch = p () => (float[1,4,6,6] q) { q = Abs (c) },
            else_branch = r () => (float[1,4,6,6] z) { z = Relu (c) }> (t) }
        """
            .formatted(STATISTICS),
        Reason.READ_ELSEWHERE);
  }

  @Test
  void declinesAnOuterWeightThatACallerMayOverride() {
    fold.declines(
        """
        g (bool t, float[1,3,6,6] x, float[4,3,1,1] w ~ normal(1)) => (float[1,4,6,6] y) <%s>
        { y = If <
            then_branch = p () => (float[1,4,6,6] q) {
              c = Conv (x, w) q = BatchNormalization (c, s, b, m, v) },
            else_branch = r () => (float[1,4,6,6] z) { z = Conv (x, w) }> (t) }
        """
            .formatted(STATISTICS),
        Reason.WEIGHT_OVERRIDABLE);
  }

  /** The state of a loop is another one in every turn, whatever it begins with. */
  @Test
  void stateOfALoopIsNoConstant() {
    fold.declines(
        """
        g (float[1,3,6,6] x) => (float[4,3,1,1] y, float[N,1,4,6,6] all)
        <int64 n = {3}, bool go = {1}, float[4,3,1,1] w ~ normal(1), %s>
        { y, all = Loop <body = p (int64 i, bool on, float[4,3,1,1] k)
                => (bool still, float[4,3,1,1] next, float[1,4,6,6] out) {
            still = Identity (on)
            next = Add (k, k)
            c = Conv (x, k)
            out = BatchNormalization (c, s, b, m, v) }> (n, go, w) }
        """
            .formatted(STATISTICS),
        Reason.WEIGHT_NOT_CONSTANT);
  }

  @Test
  void transposedConvolutionsStayInTheirGraph() {
    rewriting(new FoldBatchNormIntoConvTranspose(FoldPolicy.STANDARD))
        .declines(
            """
            g (bool t, float[1,3,6,6] x) => (float[1,4,6,6] y) <float[3,4,1,1] w ~ normal(1), %s>
            { c = ConvTranspose (x, w)
              y = If <
                then_branch = p () => (float[1,4,6,6] q) { q = BatchNormalization (c, s, b, m, v) },
                else_branch = r () => (float[1,4,6,6] z) <float[1,4,6,6] k ~ normal(7)> {
                  z = Identity (k) }> (t) }
            """
                .formatted(STATISTICS),
            Reason.OTHER_GRAPH);
    rewriting(new FoldBatchNormBeforeConvTranspose(FoldPolicy.STANDARD))
        .declines(
            """
            g (bool t, float[1,4,6,6] x) => (float[1,3,6,6] y) <float[4,3,1,1] w ~ normal(1), %s>
            { n = BatchNormalization (x, s, b, m, v)
              y = If <
                then_branch = p () => (float[1,3,6,6] q) { q = ConvTranspose (n, w) },
                else_branch = r () => (float[1,3,6,6] z) <float[1,3,6,6] k ~ normal(7)> {
                  z = Identity (k) }> (t) }
            """
                .formatted(STATISTICS),
            Reason.OTHER_GRAPH);
  }

  @Test
  void aResizeStaysInItsGraph() {
    rewriting(new MoveBatchNormBeforeResize())
        .declines(
            """
            g (bool t, float[1,3,6,6] x) => (float[1,4,12,12] y)
            <float[4,3,1,1] w ~ normal(1), float[4] sizes = {1,1,2,2}, %s>
            { c = Conv (x, w)
              u = Resize (c, , sizes)
              y = If <
                then_branch = p () => (float[1,4,12,12] q) {
                  q = BatchNormalization (u, s, b, m, v) },
                else_branch = r () => (float[1,4,12,12] z) <float[1,4,12,12] k ~ normal(7)> {
                  z = Identity (k) }> (t) }
            """
                .formatted(STATISTICS),
            Reason.OTHER_GRAPH);
  }
}
