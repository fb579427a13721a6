package com.example.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.FuseOptions;
import dev.repfuse.FuseResult;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.Reason;
import dev.repfuse.runtime.verify.Verdict;
import dev.repfuse.runtime.verify.Verifier;
import dev.repfuse.runtime.verify.VerifyOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rewrite on small models, and its way into repfuse: the provider is on the class path. */
final class DropRepeatedReluTest {
  @TempDir Path folder;

  /** Folds a model given as text and checks that the result computes the same bits. */
  private FuseResult fused(String text) {
    Path original = folder.resolve("model.onnx");
    Path result = folder.resolve("result.onnx");
    ModelFile.write(ModelText.parse(text), original);
    FuseResult fused = Repfuse.fuse(original);
    ModelFile.write(fused.model(), result);
    VerifyOptions exactly = VerifyOptions.defaults().withTolerance(0).withIsolated(false);
    assertInstanceOf(Verdict.Equal.class, Verifier.compare(original, result, exactly));
    return fused;
  }

  @Test
  void dropsTheReluOfARelu() {
    FuseResult result =
        fused("g (float[2,3] x) => (float[2,3] y) { a = Relu (x) b = Relu (a) y = Neg (b) }");

    assertEquals(2, result.model().graph().nodeCount());
    assertEquals(1, named("relu", result).counts().get("DropRepeatedRelu"));
  }

  @Test
  void looksThroughOperatorsThatOnlyMoveElements() {
    FuseResult result =
        fused(
            "g (float[1,2,4,4] x) => (float[1,8] y) { a = Relu (x)"
                + " p = MaxPool <kernel_shape = [2,2], strides = [2,2]> (a)"
                + " f = Flatten (p) b = Relu (f) y = Neg (b) }");

    assertEquals(4, result.model().graph().nodeCount());
  }

  @Test
  void keepsTheReluBehindAWindowThatMayLieInThePadding() {
    FuseResult result =
        fused(
            "g (float[1,2,4,4] x) => (float[1,2,3,3] y) { a = Relu (x)"
                + " p = MaxPool <kernel_shape = [2,2], strides = [2,2], pads = [1,1,1,1]> (a)"
                + " b = Relu (p) y = Neg (b) }");

    assertEquals(4, result.model().graph().nodeCount());
  }

  @Test
  void keepsTheNameOfAnOutput() {
    FuseResult result =
        fused("g (float[2] x) => (float[2] a, float[2] y) { a = Relu (x) y = Relu (a) }");

    assertEquals(2, result.model().graph().nodeCount());
    assertTrue(result.report().refusals().containsKey(Reason.KEEPS_NAME));
  }

  @Test
  void isAPassLikeOthers() {
    assertEquals(
        List.of("relu"),
        FuseOptions.defaults().providers().stream().map(provider -> provider.name()).toList());
    assertTrue(Repfuse.passNames(FuseOptions.defaults().providers()).contains("relu"));
  }

  private static dev.repfuse.pass.Report.PassReport named(String pass, FuseResult result) {
    return result.report().passes().stream()
        .filter(report -> report.pass().equals(pass))
        .findFirst()
        .orElseThrow();
  }
}
