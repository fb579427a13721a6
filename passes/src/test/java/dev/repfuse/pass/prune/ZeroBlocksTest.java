package dev.repfuse.pass.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.check.GraphInvariants;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.GraphShape;
import dev.repfuse.testkit.Oracle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Residual blocks whose branch is zero go, and nothing changes. */
final class ZeroBlocksTest {
  private static String block(String gamma, String beta, String nodes) {
    return """
    g (float[1,2,4,4] x) => (float[1,2,?,?] y)
    <float[3,2,3,3] v ~ normal(1), float[2,3,1,1] w ~ normal(2), float[2] s = {%s},
     float[2] t = {%s}, float[2] m = {1, 2}, float[2] u = {1, 1}>
    { a = Conv <pads = [1,1,1,1]> (x, v) r = Relu (a) c = Conv (r, w)
      b = BatchNormalization (c, s, t, m, u) %s }
    """
        .formatted(gamma, beta, nodes);
  }

  private static Model without(String text, String... sums) {
    Model model = ModelText.parse(text);
    Network network = Network.of(model);
    assertEquals(List.of(sums), network.zeroBlocks());
    network.dropBlocks(List.of(sums));
    GraphInvariants.check(model.graph());
    assertEquals(0, Oracle.difference(ModelText.parse(text), model, 3));
    return model;
  }

  @Test
  void aBranchThatIsZeroGoes() {
    Model left = without(block("0, 0", "0, 0", "d = Add (x, b) y = Tanh (d)"), "d");
    assertEquals(
        GraphShape.of(
            ModelText.parseOpen("g (float[1,2,4,4] x) => (float[1,2,?,?] y) { y = Tanh (x) }")),
        GraphShape.of(left));
  }

  @Test
  void onEitherSide() {
    assertEquals(
        1,
        without(block("0, 0", "0, 0", "d = Add (b, x) y = Tanh (d)"), "d")
            .graph()
            .nodeList()
            .size());
    assertEquals(
        1,
        without(block("0, 0", "0, 0", "d = Sub (x, b) y = Tanh (d)"), "d")
            .graph()
            .nodeList()
            .size());
    without(block("0, 0", "0, 0", "d = Sub (b, x) y = Tanh (d)"));
  }

  /** What the graph returns keeps its name. */
  @Test
  void aSumThatIsReturned() {
    Model left = without(block("0, 0", "0, 0", "y = Add (x, b)"), "y");
    assertEquals("Identity", left.graph().nodeList().getFirst().opType());
  }

  @Test
  void shiftsAndSingleChannelsStay() {
    without(block("0, 0", "0, 1", "d = Add (x, b) y = Tanh (d)"));
    without(block("0, 1", "0, 0", "d = Add (x, b) y = Tanh (d)"));
  }

  /** Adding zeros to one pixel makes an image of it. */
  @Test
  void aBroadcastIsNoBlock() {
    without(block("0, 0", "0, 0", "p = GlobalAveragePool (x) d = Add (p, b) y = Tanh (d)"));
  }

  @Test
  void whatIsNoBlockIsRefused() {
    Model model = ModelText.parse(block("0, 0", "0, 0", "d = Add (x, b) y = Tanh (d)"));
    PruningException none =
        assertThrows(PruningException.class, () -> Network.of(model).dropBlocks(List.of("z")));
    assertEquals("no node gives 'z'", none.getMessage());
    PruningException other =
        assertThrows(PruningException.class, () -> Network.of(model).dropBlocks(List.of("r")));
    assertTrue(String.valueOf(other.getMessage()).contains("does not add zero"), other::toString);
  }
}
