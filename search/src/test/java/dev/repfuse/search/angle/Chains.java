package dev.repfuse.search.angle;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.choice.FindChoices;

/** A stem and two layers of three operators whose vectors can be added up by hand. */
final class Chains {
  /** Weights: stem, a, b, c; the second layer pools, or passes its input on. */
  static final String LAYERS =
      """
      g (float[1,2,4,4] x, int64[2] arch) => (float[1,2,4,4] y)
      <
        float[2,1,1,1] stem = {%s}, float[2,1,1,1] a = {%s}, float[2,1,1,1] b = {%s},
        float[2,1,1,1] c = {%s}, int64 i = {0}, int64 j = {1}, int64[1] front = {0}
      >
      {
        s = Conv <group = 2> (x, stem)
        p = Conv <group = 2> (s, a) q = Conv <group = 2> (s, b)
        p1 = Unsqueeze (p, front) q1 = Unsqueeze (q, front) s1 = Unsqueeze (s, front)
        k = Concat <axis = 0> (p1, q1, s1)
        e = Gather (arch, i) m = Gather (k, e)
        r = Conv <group = 2> (m, c)
        t = AveragePool <kernel_shape = [3,3], pads = [1,1,1,1]> (m)
        r1 = Unsqueeze (r, front) t1 = Unsqueeze (t, front) m1 = Unsqueeze (m, front)
        l = Concat <axis = 0> (r1, t1, m1)
        f = Gather (arch, j) y = Gather (l, f)
      }
      """;

  static final String INITIAL = LAYERS.formatted("1, 0", "1, 1", "0, 2", "3, 0");
  static final String TRAINED = LAYERS.formatted("1, 1", "1, 1", "2, 0", "0, 4");

  private Chains() {}

  static AngleTable.Matched match(String initial, String trained) {
    Model now = ModelText.parse(trained);
    return AngleTable.of(ModelText.parse(initial), now, FindChoices.in(now).space());
  }

  static Angles angles() {
    return match(INITIAL, TRAINED).angles();
  }
}
