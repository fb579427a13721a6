package dev.repfuse.pass.choice;

/** Small supernets, one of each form: a layer of two branches, twice. */
final class Supernets {
  private static final String WEIGHTS =
      """
      <
        float[3,3,1,1] a ~ normal(1), float[3,3,3,3] b ~ normal(2),
        float[3,3,1,1] c ~ normal(3), float[3,3,3,3] d ~ normal(4), int64 i = {0}, int64 j = {1},
        int64[1] first = {0}
      >
      """;

  private static final String BRANCHES_OF_THE_FIRST =
      "p = Conv (x, a) q = Conv <pads = [1,1,1,1]> (x, b)";
  private static final String BRANCHES_OF_THE_SECOND =
      "r = Conv (s, c) t = Conv <pads = [1,1,1,1]> (s, d)";

  /** Branches times the elements of a row. */
  static final String SUM =
      "g (float[1,3,4,4] x, float[2,2] arch) => (float[1,3,4,4] y)"
          + WEIGHTS
          + """
          {
            %s
            row = Gather (arch, i) e = Gather (row, i) f = Gather (row, j)
            u = Mul (p, e) v = Mul (f, q) m = Add (u, v) s = Relu (m)
            %s
            next = Gather (arch, j) h = Gather (next, i) k = Gather (next, j)
            n = Mul (r, h) o = Mul (t, k) y = Add (o, n)
          }
          """
              .formatted(BRANCHES_OF_THE_FIRST, BRANCHES_OF_THE_SECOND);

  /** Stacked branches, one of which is gathered. */
  static final String GATHER =
      "g (float[1,3,4,4] x, int64[2] arch) => (float[1,3,4,4] y)"
          + WEIGHTS
          + """
          {
            %s
            e = Gather (arch, i)
            u = Unsqueeze (p, first) v = Unsqueeze (q, first) k = Concat <axis = 0> (u, v)
            m = Gather (k, e) s = Relu (m)
            %s
            f = Gather (arch, j)
            n = Unsqueeze (r, first) o = Unsqueeze (t, first) l = Concat <axis = 0> (n, o)
            y = Gather (l, f)
          }
          """
              .formatted(BRANCHES_OF_THE_FIRST, BRANCHES_OF_THE_SECOND);

  /** A branch of an If runs. */
  static final String IF =
      "g (float[1,3,4,4] x, int64[2] arch) => (float[1,3,4,4] y)"
          + WEIGHTS
          + """
          {
            e = Gather (arch, i) first_is = Equal (e, i)
            m = If (first_is) <
              then_branch = one () => (float[1,3,4,4] p) { p = Conv (x, a) },
              else_branch = two () => (float[1,3,4,4] q) { q = Conv <pads = [1,1,1,1]> (x, b) }
            >
            s = Relu (m)
            f = Gather (arch, j) second_is = Less (f, j)
            y = If (second_is) <
              then_branch = three () => (float[1,3,4,4] r) { r = Conv (s, c) },
              else_branch = four () => (float[1,3,4,4] t) { t = Conv <pads = [1,1,1,1]> (s, d) }
            >
          }
          """;

  /** An If in a branch of another: three branches. */
  static final String NESTED_IF =
      """
      g (float[2] x, int64 arch) => (float[2] y)
      <int64 i = {0}, int64 j = {1}>
      {
        c = Equal (arch, i)
        y = If (c) <
          then_branch = one () => (float[2] p) { p = Relu (x) },
          else_branch = more () => (float[2] n) {
            e = Equal (arch, j)
            n = If (e) <
              then_branch = two () => (float[2] q) { q = Neg (x) },
              else_branch = three () => (float[2] r) { r = Exp (x) }
            >
          }
        >
      }
      """;

  /** A weight is computed from a width, which is looked up by number. */
  static final String WEIGHT_GENERATOR =
      """
      g (float[1,3,4,4] x, int64[1] ids) => (float[1,2,4,4] y)
      <
        float[4] widths = {0.25, 0.5, 0.75, 1}, float[1,6] v ~ normal(1), int64 i = {0},
        int64[2] one_one = {1, 1}, int64[4] kernel = {2, 3, 1, 1}
      >
      {
        id = Gather (ids, i) width = Gather (widths, id) in = Reshape (width, one_one)
        h = MatMul (in, v) positive = Relu (h) w = Reshape (positive, kernel)
        y = Conv (x, w)
      }
      """;

  private Supernets() {}
}
