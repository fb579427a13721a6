package dev.repfuse.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.GraphEditor;
import dev.repfuse.ir.text.ModelText;
import org.junit.jupiter.api.Test;

/** Functions that were changed or inlined. */
final class ProverFunctionsTest {
  @Test
  void aFunctionThatWasChangedInMemoryIsAnotherOne() {
    String text =
        """
        <ir_version: 9, opset_import: ["" : 17, "local" : 1]>
        g (float[2] x) => (float[2] y) { y = local.F (x) }
        <domain: "local", opset_import: ["" : 17]>
        F (x) => (y) { n = Neg (x) y = Relu (n) }
        """;
    Model original = ModelText.parse(text);
    Model changed = ModelText.parse(text);
    Graph body = changed.functions().getFirst().body();
    Result negative = body.firstNode().flatMap(Node::result).orElseThrow();
    GraphEditor.apply(new Edit.Bypass(negative, body.inputs().getFirst()));

    Proof proof = Prover.prove(original, changed).proof();
    assertEquals(
        "the two define different functions",
        assertInstanceOf(Proof.Sampled.class, proof).reason());
  }
}
