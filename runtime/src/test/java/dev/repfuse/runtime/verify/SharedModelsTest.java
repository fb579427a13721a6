package dev.repfuse.runtime.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.repfuse.runtime.verify.Verdict.Crashed;
import dev.repfuse.runtime.verify.Verdict.Different;
import dev.repfuse.runtime.verify.Verdict.Equal;
import dev.repfuse.runtime.verify.Verdict.TimedOut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts on real exports, in a child process. */
@Tag("shared")
class SharedModelsTest {
  private static final VerifyOptions OPTIONS = VerifyOptions.defaults();

  private static Path shared(String path) {
    Path shared = Path.of(System.getProperty("repfuse.shared", "../../shared"));
    assumeTrue(Files.isDirectory(shared), "the shared models are not at " + shared);
    return shared.resolve(path);
  }

  private static Verdict compare(String original, String result, VerifyOptions options) {
    return Verifier.compare(shared(original), shared(result), options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"repvgg_small", "mobileone_s0", "repghostnet_0_5x"})
  void theDeployFormIsEqualToTheTrainForm(String net) {
    Verdict verdict =
        compare(
            "models/nets/" + net + "_keepbn.onnx", "models/nets/" + net + "_deploy.onnx", OPTIONS);
    assertInstanceOf(Equal.class, verdict, verdict.words());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acnet_keepbn",
        "acnet_dynamo",
        "conv1d_rep_keepbn",
        "conv3d_rep_keepbn",
        "dbb_default"
      })
  void aBlockIsEqualToItself(String block) {
    String file = "models/blocks/" + block + ".onnx";
    Comparison comparison =
        assertInstanceOf(Equal.class, compare(file, file, OPTIONS)).comparison();
    assertEquals(0, comparison.worst().orElseThrow().error());
  }

  @Test
  void recordedInputsAreReadFromTheirFolder() {
    String file = "models/blocks/acnet_keepbn.onnx";
    VerifyOptions options = OPTIONS.withInputs(List.of(shared("models/blocks/acnet_keepbn")));
    Verdict verdict = compare(file, file, options);
    assertEquals(1, assertInstanceOf(Equal.class, verdict).comparison().samples());
  }

  @Test
  void otherNetsPartInTheStem() {
    Verdict verdict =
        compare(
            "models/nets/repghostnet_0_5x_keepbn.onnx",
            "models/nets/repghostnet_1_0x_keepbn.onnx",
            OPTIONS);
    FirstDifference first =
        assertInstanceOf(Different.class, verdict, verdict.words()).first().orElseThrow();
    assertEquals("/stem/stem.0/Conv_output_0", first.value());
  }

  @Test
  void theUnoptimizedRunIsTheReference() {
    String file = "models/unsound/bn_fold_overflows.onnx";
    OutputComparison output =
        assertInstanceOf(Equal.class, compare(file, file, OPTIONS))
            .comparison()
            .outputs()
            .getFirst();
    assertEquals(Double.POSITIVE_INFINITY, output.noise().orElse(0));
    assertTrue(
        output.notes().getFirst().startsWith("the original itself is off"),
        output.notes().toString());
  }

  @Test
  void aModelThatKillsTheRuntimeIsAVerdict() {
    String file = "corpus/malformed/fold_int_min_div_minus_one.onnx";
    Crashed verdict = assertInstanceOf(Crashed.class, compare(file, file, OPTIONS));
    assertTrue(verdict.reason().startsWith("ONNX Runtime crashed (SIGFPE"), verdict.reason());
  }

  @Test
  void aModelThatNeverLoadsIsAVerdict() {
    String file = "corpus/malformed/fun_exponential_inline.onnx";
    VerifyOptions options = OPTIONS.withTimeout(Duration.ofSeconds(5));
    assertEquals(
        new TimedOut(Stage.LOADING_ORIGINAL, Duration.ofSeconds(5)), compare(file, file, options));
  }
}
