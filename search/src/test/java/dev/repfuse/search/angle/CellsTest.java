package dev.repfuse.search.angle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two cells of four values, each the sum of edges from all before it, where an edge convolves,
 * passes on or gives zero: a weight counts once for each way through its cell that it is on.
 */
class CellsTest {
  private static final List<String> EDGES = List.of("01", "02", "03", "12", "13", "23");
  private static final int CONV = 0;
  private static final int PASS = 1;
  private static final int NONE = 2;

  private static String cells(double scale) {
    StringBuilder head =
        new StringBuilder(
            "g (float[1,1,4,4] x, int64[6] arch) => (float[1,1,4,4] y) <"
                + "int64[1] front = {0}, float zero = {0}, float[1,1,1,1] stem = {1}");
    StringBuilder body = new StringBuilder("{ n00 = Conv (x, stem)\n");
    for (int edge = 0; edge < 6; edge++) {
      head.append(", int64 i%d = {%d}".formatted(edge, edge));
    }
    for (int cell = 0; cell < 2; cell++) {
      for (int edge = 0; edge < 6; edge++) {
        String id = cell + EDGES.get(edge);
        String from = "n" + cell + EDGES.get(edge).charAt(0);
        head.append(", float[1,1,1,1] w%s = {%s}".formatted(id, scale * (1 << edge)));
        body.append(
            """
            c%1$s = Conv (%2$s, w%1$s) z%1$s = Mul (%2$s, zero)
            a%1$s = Unsqueeze (c%1$s, front) b%1$s = Unsqueeze (%2$s, front)
            d%1$s = Unsqueeze (z%1$s, front) k%1$s = Concat <axis = 0> (a%1$s, b%1$s, d%1$s)
            j%1$s = Gather (arch, i%3$d) e%1$s = Gather (k%1$s, j%1$s)
            """
                .formatted(id, from, edge));
        switch (EDGES.get(edge)) {
          case "01" -> body.append("n%d1 = Relu (e%s)\n".formatted(cell, id));
          case "12" -> body.append("n%d2 = Sum (e%d02, e%s)\n".formatted(cell, cell, id));
          case "23" ->
              body.append(
                  "n%d3 = Sum (e%d03, e%d13, e%s) n%d0 = Relu (n%d3)\n"
                      .formatted(cell, cell, cell, id, cell + 1, cell));
          default -> body.append("");
        }
      }
    }
    return head.append(">\n").append(body).append("y = Neg (n20) }").toString();
  }

  private static final Angles ANGLES = Chains.match(cells(1), cells(2)).angles();

  /** The squares of the initial weights of both cells, each times its ways. */
  private static double initial(int... child) {
    return ANGLES.searched(child).initial();
  }

  @Test
  void waysAreCountedInEachCell() {
    assertEquals(2 * (2 + 4 + 16 + 64 + 256 + 2 * 1024), initial(0, 0, 0, 0, 0, 0));
    assertEquals(2 * 2, initial(CONV, PASS, PASS, PASS, PASS, PASS));
  }

  @Test
  void aZeroTakesItsWaysAway() {
    assertEquals(2 * (1 + 4 + 16 + 256 + 1024), initial(0, 0, 0, NONE, 0, 0));
    assertEquals(2 * 16, initial(NONE, NONE, CONV, 0, 0, 0));
  }

  @Test
  void withoutAWayNothingIsConnected() {
    assertTrue(ANGLES.isConnected(new int[] {NONE, NONE, PASS, NONE, NONE, NONE}));
    assertFalse(ANGLES.isConnected(new int[] {NONE, NONE, NONE, CONV, CONV, CONV}));
    assertFalse(ANGLES.isConnected(new int[] {CONV, NONE, NONE, NONE, NONE, CONV}));
  }

  @Test
  void aZeroIsNoIdentity() {
    assertTrue(ANGLES.isIdentity(0, PASS));
    assertFalse(ANGLES.isIdentity(0, NONE));
  }

  /** In a chain a zero leaves nothing. */
  @Test
  void aChainWithAZeroIsNotConnected() {
    String zero = "t = Mul (m, zero)";
    String pool = "t = AveragePool <kernel_shape = [3,3], pads = [1,1,1,1]> (m)";
    Angles angles =
        Chains.match(
                Chains.INITIAL.replace(pool, zero).replace("int64 i", "float zero = {0}, int64 i"),
                Chains.TRAINED.replace(pool, zero).replace("int64 i", "float zero = {0}, int64 i"))
            .angles();
    assertFalse(angles.isConnected(new int[] {0, 1}));
    assertTrue(angles.isConnected(new int[] {0, 2}));
    assertEquals(Math.acos(3 / Math.sqrt(12 * 20)), angles.angle(new int[] {0, 0}), 1e-15);
  }
}
