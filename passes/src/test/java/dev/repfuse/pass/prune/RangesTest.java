package dev.repfuse.pass.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.Facts;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is known of the channels of a value, whatever the network reads. */
class RangesTest {
  private static final String FIRST =
      """
      c = Conv (x, v, b)
      """;

  /** The bounds of a channel of the value 'r'. */
  private static Range at(int channel, String inputs, String nodes) {
    Model model =
        ModelText.parse(
            "g (%s) => (float[A,B,C,D] y) <%s> { %s y = Neg (r) }"
                .formatted(
                    inputs,
                    "float[3,1,1,1] v = {0, 1, 2}, float[3] b = {0, 1, 2},"
                        + " float[1,3,1,4] zero = {0,0,0,0,0,0,0,0,0,0,0,0},"
                        + " int64[1] minus = {-1}, int64[1] far = {-100}, int64[1] one = {1},"
                        + " int64[4] square = {1, 3, 3, 1},"
                        + " float[1,2,1,1] huge = {1, -1e20}, float[1] shift = {1e20},"
                        + " float[2,1,1,1] unit = {1, 0}, float[2] ones = {0, 1},"
                        + " float nil = {0}, float top = {1}",
                    nodes));
    Ties ties = Channels.of(model.graph(), Facts.of(model), Set.of());
    return Ranges.of(model.graph().nodes(), ties).at(value(model, "r"), 1, channel);
  }

  private static Value value(Model model, String name) {
    for (Node node : model.graph().nodes()) {
      if (node.output(0).name().equals(name)) {
        return node.output(0);
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void filtersOfZeroGiveTheirBias() {
    assertEquals(Range.ZERO, at(0, "float[1,1,4,4] x", FIRST + "r = Identity (c)"));
    assertEquals(Range.ALL, at(1, "float[1,1,4,4] x", FIRST + "r = Identity (c)"));
  }

  /** Zeros in front of rows whose number is open say nothing of those rows. */
  @Test
  void partsOfAnOpenExtentAreAllThere() {
    assertEquals(Range.ALL, at(0, "float[1,3,h,4] x", "r = Concat <axis = 2> (zero, x)"));
  }

  /** The channels go the other way round; a sum of both says that their places are tied. */
  @Test
  void whatIsReversedIsNotKnownByItsPlace() {
    String reversed =
        FIRST + "r = Slice (c, minus, far, one, minus) s = Add (r, c) t = Softmax (s)";
    assertFalse(at(0, "float[1,1,4,4] x", reversed).isZero());
  }

  /** Each place holds all that was there before, not what a sum ties to it. */
  @Test
  void whatIsRepeatedIsTheWhole() {
    String repeated =
        FIRST
            + "m = Transpose <perm = [0, 2, 1, 3]> (c) r = Expand (m, square) s = Add (r, c)"
            + " t = Softmax (s)";
    assertFalse(at(0, "float[1,1,1,1] x", repeated).isZero());
  }

  @Test
  void whatRoundingHidesIsNoConstant() {
    String sum = "p = Conv (x, unit, ones) k = Clip (p, nil, top) r = Conv (k, huge, shift)";
    Range range = at(0, "float[1,1,4,4] x", sum);
    assertTrue(range.low() < 0 && range.high() > 0, range::toString);
  }
}
