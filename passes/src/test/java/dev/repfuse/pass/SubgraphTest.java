package dev.repfuse.pass;

import static dev.repfuse.pass.Rewriting.rewriting;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.clean.DropIdentity;
import dev.repfuse.pass.fold.FoldAffineRegion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Passes inside of If, Loop and Scan, and what must not cross the border of a graph. */
final class SubgraphTest {
  private static final String STATISTICS =
      "float[4] s ~ normal(2), float[4] b ~ normal(3), float[4] m ~ normal(4),"
          + " float[4] v ~ variance(5)";

  private final Rewriting fold = rewriting(new FoldAffineRegion());

  @Test
  void foldsInEitherBranch() {
    fold.turns(
            """
            g (bool t, float[1,3,6,6] x) => (float[1,4,6,6] y)
            <float[4,3,3,3] w ~ normal(1), float[4,3,1,1] k ~ normal(6), %s>
            { y = If <
                then_branch = p () => (float[1,4,6,6] q) {
                  c = Conv <pads = [1,1,1,1]> (x, w)
                  q = BatchNormalization (c, s, b, m, v) },
                else_branch = r () => (float[1,4,6,6] z) {
                  d = Conv (x, k)
                  z = BatchNormalization (d, s, b, m, v) }> (t) }
            """
                .formatted(STATISTICS))
        .into(
            """
            g (bool t, float[1,3,6,6] x) => (float[1,4,6,6] y)
            { y = If <
                then_branch = p () => (q) { q = Conv <pads = [1,1,1,1]> (x, w2, b2) },
                else_branch = r () => (z) { z = Conv (x, k2, b3) }> (t) }
            """)
        .keepingNumbersWithin(1e-5, 6);
  }

  /** The weight is the graph's around them, and the other branch still reads it. */
  @Test
  void copiesAnOuterWeight() {
    String text =
        """
        g (bool t, float[1,3,6,6] x) => (float[1,4,6,6] y) <float[4,3,1,1] w ~ normal(1), %s>
        { y = If <
            then_branch = p () => (float[1,4,6,6] q) { q = Conv (x, w) },
            else_branch = r () => (float[1,4,6,6] z) {
              d = Conv (x, w)
              z = BatchNormalization (d, s, b, m, v) }> (t) }
        """
            .formatted(STATISTICS);
    fold.turns(text)
        .into(
            """
            g (bool t, float[1,3,6,6] x) => (float[1,4,6,6] y)
            { y = If <
                then_branch = p () => (q) { q = Conv (x, w) },
                else_branch = r () => (z) { z = Conv (x, w2, b2) }> (t) }
            """)
        .keepingNumbersWithin(1e-5, 6);
  }

  @Test
  void readsConstantsOfTheBodyAndAroundIt() {
    fold.turns(
            """
            g (bool t, float[1,3,6,6] x) => (float[1,4,6,6] y) <%s>
            { y = If <
                then_branch = p () => (float[1,4,6,6] q) <float[4,3,1,1] w ~ normal(1)> {
                  c = Conv (x, w)
                  q = BatchNormalization (c, s, b, m, v) },
                else_branch = r () => (float[1,4,6,6] z) <float[4,3,1,1] w ~ normal(9)> {
                  z = Conv (x, w) }> (t) }
            """
                .formatted(STATISTICS))
        .into(
            """
            g (bool t, float[1,3,6,6] x) => (float[1,4,6,6] y)
            { y = If <
                then_branch = p () => (q) { q = Conv (x, w1, b1) },
                else_branch = r () => (z) { z = Conv (x, w2) }> (t) }
            """)
        .keepingNumbersWithin(1e-5, 6);
  }

  /** {@code w_folded} is taken in another branch; a new constant must not stand in its light. */
  @Test
  void namesNewConstantsLikeNothingElse() {
    fold.turns(
            """
            g (bool t, float[1,3,6,6] x) => (float[1,4,6,6] y)
            <float[4,3,1,1] w ~ normal(1), float[4,3,1,1] w_folded ~ normal(8), %s>
            { y = If <
                then_branch = p () => (float[1,4,6,6] q) {
                  c = Conv (x, w)
                  n = BatchNormalization (c, s, b, m, v)
                  a = Abs (n)
                  e = Conv (x, w_folded)
                  q = Mul (a, e) },
                else_branch = r () => (float[1,4,6,6] z) <float[4,3,1,1] w_folded_1 ~ normal(9)> {
                  z = Conv (x, w_folded_1) }> (t) }
            """
                .formatted(STATISTICS))
        .keepingNumbersWithin(1e-5, 6);
  }

  @Test
  void foldsWhatALoopRepeats() {
    fold.turns(
            """
            g (float[1,4,6,6] x) => (float[1,4,6,6] y) <int64 n = {3}, bool go = {1}, %s>
            { y = Loop <body = p (int64 i, bool on, float[1,4,6,6] state)
                    => (bool still, float[1,4,6,6] next)
                    <float[4,4,3,3] w ~ normal(1, 0.2)> {
                still = Identity (on)
                c = Conv <pads = [1,1,1,1]> (state, w)
                next = BatchNormalization (c, s, b, m, v) }> (n, go, x) }
            """
                .formatted(STATISTICS))
        .into(
            """
            g (float[1,4,6,6] x) => (float[1,4,6,6] y)
            { y = Loop <body = p (int64 i, bool on, float[1,4,6,6] state) => (still, next) {
                still = Identity (on)
                next = Conv <pads = [1,1,1,1]> (state, w2, b2) }> (n, go, x) }
            """)
        .keepingNumbersWithin(1e-4);
  }

  /** Every turn reads a weight of its own length from the graph around it. */
  @Test
  void foldsWhatAScanRepeats() {
    fold.turns(
            """
            g (float[1,4,6,6] x, float[5,1,4,6,6] xs) => (float[1,4,6,6] y, float[5,1,4,6,6] ys)
            <float[4,4,1,1] w ~ normal(1, 0.3), %s>
            { y, ys = Scan <num_scan_inputs = 1, body =
                p (float[1,4,6,6] state, float[1,4,6,6] one)
                    => (float[1,4,6,6] next, float[1,4,6,6] out) {
                sum = Add (state, one)
                c = Conv (sum, w)
                n = BatchNormalization (c, s, b, m, v)
                next = Tanh (n)
                out = Neg (next) }> (x, xs) }
            """
                .formatted(STATISTICS))
        .into(
            """
            g (float[1,4,6,6] x, float[5,1,4,6,6] xs) => (float[1,4,6,6] y, float[5,1,4,6,6] ys)
            { y, ys = Scan <num_scan_inputs = 1, body =
                p (float[1,4,6,6] state, float[1,4,6,6] one) => (next, out) {
                sum = Add (state, one)
                n = Conv (sum, w2, b2)
                next = Tanh (n)
                out = Neg (next) }> (x, xs) }
            """)
        .keepingNumbersWithin(1e-4);
  }

  @Test
  void foldsInABranchInALoopInABranch() {
    fold.turns(
            """
            g (bool t, float[1,4,6,6] x) => (float[1,4,6,6] y)
            <float[4,4,1,1] w ~ normal(1, 0.3), int64 n = {3}, bool go = {1}, %s>
            { y = If <
                then_branch = p () => (float[1,4,6,6] q) {
                  q = Loop <body = l (int64 i, bool on, float[1,4,6,6] state)
                      => (bool still, float[1,4,6,6] next) {
                    still = Identity (on)
                    next = If <
                      then_branch = pp () => (float[1,4,6,6] qq) {
                        c = Conv (state, w) qq = BatchNormalization (c, s, b, m, v) },
                      else_branch = rr () => (float[1,4,6,6] zz) { zz = Relu (x) }> (t)
                  }> (n, go, x) },
                else_branch = r () => (float[1,4,6,6] z) { z = Relu (x) }> (t) }
            """
                .formatted(STATISTICS))
        .into(
            """
            g (bool t, float[1,4,6,6] x) => (float[1,4,6,6] y)
            { y = If <
                then_branch = p () => (float[1,4,6,6] q) {
                  q = Loop <body = l (int64 i, bool on, float[1,4,6,6] state) => (still, next) {
                    still = Identity (on)
                    next = If <
                      then_branch = pp () => (qq) { qq = Conv (state, w2, b2) },
                      else_branch = rr () => (zz) { zz = Relu (x) }> (t)
                  }> (n, go, x) },
                else_branch = r () => (z) { z = Relu (x) }> (t) }
            """)
        .keepingNumbersWithin(1e-4, 6);
  }

  @Test
  void saysWhereANodeLies() {
    Model model =
        ModelText.parse(
            """
            g (bool t, float[2] x) => (float[2] y)
            { y = If <
                then_branch = p () => (float[2] q) { [inner] i = Identity (x) q = Neg (i) },
                else_branch = r () => (float[2] z) { z = Identity (x) }> (t) }
            """);
    Report report =
        Driver.run(
            model,
            List.of(
                new Pass.Local("no-ops", Pass.Order.FIRST_NODE_FIRST, List.of(new DropIdentity()))),
            Driver.Options.defaults());
    assertEquals(
        List.of("Identity 'inner' in then_branch of If 'y'"),
        report.passes().getFirst().folds().getFirst().origins());
    assertEquals("Identity 'z' in else_branch of If 'y'", report.remarks().getFirst().node());
  }

  @Test
  void followsTheDeepestNesting() {
    int deepest = 60;
    StringBuilder text = new StringBuilder();
    for (int depth = 0; depth < deepest; depth++) {
      text.append(
          "v%d = If <else_branch = e%d () => (float[2] z%d) { z%d = Abs (x) }, then_branch = g%d ()"
                  .formatted(depth, depth, depth, depth, depth)
              + " => (float[2] w%d) { ".formatted(depth));
    }
    text.append("deep = Identity (x) v%d = Neg (deep) ".formatted(deepest));
    for (int depth = deepest - 1; depth >= 0; depth--) {
      text.append("w%d = Relu (v%d) }> (t) ".formatted(depth, depth + 1));
    }
    Model model =
        ModelText.parse("g (bool t, float[2] x) => (float[2] y) { " + text + " y = Neg (v0) }");
    Report report =
        Driver.run(
            model,
            List.of(
                new Pass.Local("no-ops", Pass.Order.FIRST_NODE_FIRST, List.of(new DropIdentity()))),
            Driver.Options.defaults());
    assertEquals(Map.of("DropIdentity", 1), report.passes().getFirst().counts());
  }
}
