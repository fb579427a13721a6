package dev.repfuse.pass.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.infer.Types;
import dev.repfuse.ir.text.ModelText;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Multiply-accumulates are those of one sample, if it can be told what counts samples. */
class MacFactorsTest {
  private static OptionalLong last(String text) {
    Model model = ModelText.parse(text);
    OptionalLong macs = OptionalLong.empty();
    for (Node node : model.graph().nodes()) {
      macs =
          MacFactors.counts(node)
              ? MacFactors.product(node, Types.infer(model)::shape, MacFactors.batch(model.graph()))
              : macs;
    }
    return macs;
  }

  @Test
  void aBatchCountsOnce() {
    String product =
        "g (float[%s,3] x) => (float[%1$s,5] y) <float[3,5] w ~ normal(1)> { y = MatMul (x, w) }";
    assertEquals(OptionalLong.of(15), last(product.formatted("N")));
    assertEquals(OptionalLong.of(15), last(product.formatted("8")));
  }

  /** How many positions are not zero is not known, and no batch. */
  @Test
  void anotherOpenLengthIsNotKnown() {
    String some =
        """
        g (float[1,6] x) => (float[k,5] y) <float[2,5] w ~ normal(1)>
        { i = NonZero (x) t = Transpose (i) f = Cast <to = 1> (t) y = MatMul (f, w) }
        """;
    assertEquals(OptionalLong.empty(), last(some));
  }
}
