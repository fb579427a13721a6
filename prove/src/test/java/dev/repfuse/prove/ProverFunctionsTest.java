package dev.repfuse.prove;

import static dev.repfuse.prove.ModelPairs.proved;
import static dev.repfuse.prove.ModelPairs.refuted;
import static dev.repfuse.prove.ModelPairs.sampled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.FunctionInliner;
import dev.repfuse.ir.edit.GraphEditor;
import dev.repfuse.ir.text.ModelText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that were changed or put in the place of their calls. */
final class ProverFunctionsTest {
  private static final String HEAD = "<ir_version: 9, opset_import: [\"\" : 17, \"local\" : 1]>\n";

  private static String local(String function) {
    return "\n<domain: \"local\", opset_import: [\"\" : 17, \"local\" : 1]>\n" + function;
  }

  private static final String TWICE =
      HEAD
          + "g (float[1,2,5,5] x) => (float[1,2,5,5] y)"
          + " { t = local.Block <eps = 0.5> (x) y = local.Block (t) }";

  private static final String BLOCK =
      local(
          """
          Block <eps: float = 0.001> (x) => (y) {
            w = Constant <value = float[2,2,1,1] {1, 2, 3, 4}> ()
            s = Constant <value = float[2] {1.5, -0.5}> ()
            v = Constant <value = float[2] {1, 2}> ()
            c = Conv (x, w)
            n = BatchNormalization <epsilon: float = @eps> (c, s, s, s, v)
            y = Relu (n) }
          """);

  @Test
  void aBodyThatWasFolded() {
    String folded =
        BLOCK.replace(
            "c = Conv (x, w)",
            "h = Constant <value = float {0.5}> () a = Conv (x, w)"
                + " b = Mul (a, h) d = Sub (a, b) c = Add (d, b)");
    proved(TWICE + BLOCK, TWICE + folded);
    refuted(TWICE + BLOCK, TWICE + folded.replace("{1, 2, 3, 4}", "{1, 2, 3, 4.001}"));
    refuted(TWICE + BLOCK, TWICE + folded.replace("= 0.001>", "= 0.01>"));
    refuted(TWICE + BLOCK, (TWICE + folded).replace("eps = 0.5", "eps = 0.51"));
  }

  @Test
  void aBodyThatIsNotAffineAnyMore() {
    sampled(TWICE + BLOCK, TWICE + BLOCK.replace("Relu", "Sigmoid"));
  }

  @Test
  void callsThatWereReplacedByHand() {
    String inlined =
        """
        <ir_version: 9, opset_import: ["" : 17, "local" : 1]>
        g (float[1,2,5,5] x) => (float[1,2,5,5] y)
        <float[2,2,1,1] w = {1, 2, 3, 4}, float[2] s = {1.5, -0.5}, float[2] v = {1, 2}> {
          c1 = Conv (x, w)
          "t/n" = BatchNormalization <epsilon = 0.5> (c1, s, s, s, v)
          t = Relu ("t/n")
          c2 = Conv (t, w)
          n2 = BatchNormalization <epsilon = 0.001> (c2, s, s, s, v)
          y = Relu (n2) }
        """;
    proved(TWICE + BLOCK, inlined);
    refuted(TWICE + BLOCK, inlined.replace("0.001", "0.002"));
    sampled(TWICE + BLOCK, inlined.replace("c2 = Conv (t, w)", "c2 = Conv (x, w)"));
  }

  private static void provedInlined(String text) {
    Model inlined = FunctionInliner.inline(ModelText.parse(text)).model();
    assertEquals(0, inlined.functions().size());
    ModelProof proof = Prover.prove(ModelText.parse(text), inlined);
    assertInstanceOf(Proof.Proved.class, proof.proof(), proof.words());
    assertTrue(proof.regions().isEmpty(), "every node has its equal");
  }

  /** Two programs that share no code agree on what a call is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Outer (x) => (y) { a = local.Inner <k = 2.0> (x) y = local.Inner (a) }",
        "Outer (x, z) => (y) { y, u = local.Both (x, z) }",
        "Outer (x) => (y) { u, y = local.Both (x) }",
        "Outer (x) => (y) { t = Neg (x) u, y = local.Both (t, x) }",
        "Outer (x) => (y) { r = RandomNormalLike (x) y = Add (x, r) }",
        "Outer (x) => (y) { c = Constant <value = bool {1}> () t = Neg (x) y = If (c) <then_branch ="
            + " a () => (float[2] p) { s = Neg (t) p = Exp (s) }, else_branch = b () => (float[2] o)"
            + " { o = Relu (x) }> }"
      })
  void asTheEngineInlines(String outer) {
    provedInlined(
        HEAD
            + "g (float[2] x) => (float[2] y) { t = local.Outer (x) y = local.Outer (t) }"
            + local(outer)
            + local(
                "Inner <k: float = 3.0> (x) => (y) { e = Elu <alpha: float = @k> (x) y = Neg (e) }")
            + local("Both (x, z) => (y, v) { y = Relu (x) v = Identity (y) }"));
  }

  /** CastLike takes a type from an input, but no number. */
  @Test
  void constantsThatTakeTheTypeOfAnInput() {
    String call =
        HEAD
            + "g (float[N] x) => (float[N] y) { y = local.F <k = 2.0> (x) }"
            + local(
                "F (x) => (y) { k = Constant <value_float: float = @k> () a = CastLike (k, x)"
                    + " e = Exp (x) m = Mul (a, e) y = Sub (m, a) }");
    String plain =
        HEAD
            + "g (float[N] x) => (float[N] y) <float k = {2}>"
            + " { \"y/e\" = Exp (x) \"y/m\" = Mul (k, \"y/e\") y = Sub (\"y/m\", k) }";
    proved(call.replace("F (x)", "F <k> (x)"), plain);
    refuted(call.replace("F (x)", "F <k> (x)"), plain.replace("{2}", "{2.001}"));
  }

  @Test
  void whatIsNoCallIsNotExpanded() {
    String call = HEAD + "g (float[2] x) => (float[2] y) { y = local.F (x) }";
    String plain = HEAD + "g (float[2] x) => (float[2] y) { y = Neg (x) }";
    String old = "\n<domain: \"local\", opset_import: [\"\" : 16]>\nF (x) => (y) { y = Neg (x) }";
    assertEquals(
        "a function is written in version 16 of '', the model in version 17",
        sampled(call + old, plain));
    assertEquals(
        "nobody gives a function's 'k'",
        sampled(call + local("F <k> (x) => (y) { y = Elu <alpha: float = @k> (x) }"), plain));
    assertEquals(
        "functions call each other too deeply",
        sampled(call + local("F (x) => (y) { y = local.F (x) }"), plain));
    proved(call + local("F (x) => (y) { y = Neg (x) }"), plain);
  }

  /** The same bytes of a function that calls another one, which is not the same. */
  @Test
  void aFunctionThatCallsAChangedOne() {
    String outer =
        HEAD
            + "g (float[2] x) => (float[2] y) { y = local.Outer (x) }"
            + local("Outer (x) => (y) { t = local.Inner (x) y = Relu (t) }");
    String inner = local("Inner (x) => (y) { t = Neg (x) y = Neg (t) }");
    proved(
        outer + inner, outer + inner.replace("y = Neg (t)", "s = Neg (t) u = Neg (s) y = Neg (u)"));
    refuted(outer + inner, outer + inner.replace("y = Neg (t)", "y = Identity (t)"));
  }

  /** The body was changed in memory; the message of the file still says what it was. */
  @Test
  void aFunctionThatWasChangedInMemoryIsAnotherOne() {
    String text =
        HEAD
            + "g (float[2] x) => (float[2] y) { y = local.F (x) }"
            + local("F (x) => (y) { n = Neg (x) y = Relu (n) }");
    Model original = ModelText.parse(text);
    Model changed = ModelText.parse(text);
    Graph body = changed.functions().getFirst().body();
    Result negative = body.firstNode().flatMap(Node::result).orElseThrow();
    GraphEditor.apply(new Edit.Bypass(negative, body.inputs().getFirst()));

    assertTrue(Prover.prove(original, changed).refutes());
    assertInstanceOf(Proof.Proved.class, Prover.prove(original, ModelText.parse(text)).proof());
  }
}
