package dev.repfuse.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.check.GraphInvariants;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.testkit.Oracle;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inputs with a default that become constants, against ONNX Runtime. */
final class FreezeWeightsTest {
  private static void turns(String before, String after, String... frozen) {
    Model original = ModelText.parse(before);
    Model model = ModelText.parse(before);

    Report report = FreezeWeights.in(model);

    assertEquals(
        List.of(frozen),
        report.passes().getFirst().folds().stream().map(f -> f.origins().getFirst()).toList());
    GraphInvariants.check(model.graph());
    Model result = ModelFile.parse(MemorySegment.ofArray(ModelFile.toBytes(model)), "frozen");
    ModelCheck.check(result);
    assertEquals(ModelText.print(ModelText.parse(after)), ModelText.print(result));
    assertEquals(0, Oracle.difference(original, result, 1));
  }

  @Test
  void weightsAreNoInputsAnyMore() {
    turns(
        "g (float[1,2,4,4] x, float[2,2,1,1] w = {1, 2, 3, 4}) => (float[A,B,C,D] y)"
            + " { y = Conv (x, w) }",
        "g (float[1,2,4,4] x) => (float[A,B,C,D] y) <float[2,2,1,1] w = {1, 2, 3, 4}>"
            + " { y = Conv (x, w) }",
        "input 'w'");
  }

  @Test
  void inputsWithoutADefaultStay() {
    String text = "g (float[2] x, float[2] w) => (float[2] y) { y = Mul (x, w) }";
    turns(text, text);
  }

  @Test
  void bodiesAndOutputsReadTheConstant() {
    turns(
        """
        g (bool t, float[2] x, float[2] w = {1, 2}) => (float[2] y, float[2] w) {
          y = If <
            then_branch = p () => (float[2] q) { q = Mul (x, w) },
            else_branch = r () => (float[2] z) { z = Add (x, w) }> (t) }
        """,
        """
        g (bool t, float[2] x) => (float[2] y, float[2] w) <float[2] w = {1, 2}> {
          y = If <
            then_branch = p () => (float[2] q) { q = Mul (x, w) },
            else_branch = r () => (float[2] z) { z = Add (x, w) }> (t) }
        """,
        "input 'w'");
  }

  @Test
  void whatIsFrozenIsAConstant() {
    Model model =
        ModelText.parse("g (float[2] x, float[2] w = {1, 2}) => (float[2] y) { y = Mul (x, w) }");
    assertFalse(isConstant(model));
    FreezeWeights.in(model);
    assertTrue(isConstant(model));
  }

  private static boolean isConstant(Model model) {
    return Facts.of(model).constant(model.graph().firstNode().orElseThrow().input(1)).isPresent();
  }
}
