package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.FuseOptions;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.prove.ModelProof;
import dev.repfuse.prove.Proof;
import dev.repfuse.prove.Prover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folds inside of model-local functions, and across them, are proved. */
class FunctionProofTest {
  private static final String BLOCKS =
      """
      <ir_version: 9, opset_import: ["" : 17, "local" : 1]>
      g (float[1,2,5,5] x, float[1,2,7,3] u) => (float[1,2,5,5] y, float[1,2,7,3] z)
      { t = local.Block (x) r = Relu (t) y = local.Block (r) z = local.Block (u) }
      <domain: "local", opset_import: ["" : 17]>
      Block (x) => (y) {
        w = Constant <value = float[2,2,1,1] {1, 2, 3, 4}> ()
        s = Constant <value = float[2] {1.5, -0.5}> ()
        b = Constant <value = float[2] {0.25, 1}> ()
        m = Constant <value = float[2] {0.5, -1}> ()
        v = Constant <value = float[2] {1, 2}> ()
        c = Conv (x, w)
        y = BatchNormalization (c, s, b, m, v) }
      """;

  @TempDir Path folder;

  private Path file() throws IOException {
    Path file = folder.resolve("m.onnx");
    Files.write(file, ModelFile.toBytes(ModelText.parse(BLOCKS)));
    return file;
  }

  private static void proved(Path file, Model result) {
    ModelProof proof = Prover.prove(Repfuse.read(file), result);
    assertInstanceOf(Proof.Proved.class, proof.proof(), proof.words());
    assertTrue(proof.proved() > 0, proof.words());
  }

  @Test
  void aFoldedBody() throws IOException {
    Path file = file();
    Model result = Repfuse.fuse(file, FuseOptions.defaults()).model();
    assertEquals(1, result.functions().size());
    String text = ModelText.print(result);
    assertEquals(-1, text.indexOf("BatchNormalization"));

    proved(file, result);
    proved(file, ModelText.parse(text));

    // The factor 1.5 / sqrt(1 + epsilon) of the first weight, one in a thousand off.
    Model wrong = ModelText.parse(text.replace("1.4999925", "1.5014925"));
    assertTrue(Prover.prove(Repfuse.read(file), wrong).refutes(), text);
  }

  @Test
  void inlinedBodies() throws IOException {
    Path file = file();
    Model result = Repfuse.fuse(file, FuseOptions.defaults().withFunctionsInlined(true)).model();
    assertEquals(0, result.functions().size());
    assertEquals(4, result.graph().nodeCount());

    proved(file, result);
  }
}
