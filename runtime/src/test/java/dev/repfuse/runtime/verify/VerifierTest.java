package dev.repfuse.runtime.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.TestFiles;
import dev.repfuse.runtime.verify.OutputComparison.Agreement;
import dev.repfuse.runtime.verify.Verdict.Different;
import dev.repfuse.runtime.verify.Verdict.Equal;
import dev.repfuse.runtime.verify.Verdict.NotComparable;
import dev.repfuse.runtime.verify.Verdict.Unrunnable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts on pairs of models, reached in this process. */
class VerifierTest {
  private static final VerifyOptions HERE = VerifyOptions.defaults().withIsolated(false);

  private static Verdict compare(String original, String result) {
    return compare(original, result, HERE);
  }

  private static Verdict compare(String original, String result, VerifyOptions options) {
    return Verifier.compare(TestFiles.model(original), TestFiles.model(result), options);
  }

  private static Equal equal(Verdict verdict) {
    return assertInstanceOf(Equal.class, verdict, verdict.words());
  }

  private static Different different(Verdict verdict) {
    return assertInstanceOf(Different.class, verdict, verdict.words());
  }

  @Test
  void aFoldedModelIsEqual() {
    Comparison comparison = equal(compare("conv_bn", "conv_bn_fused")).comparison();
    OutputComparison y = comparison.outputs().getFirst();
    assertTrue(y.error() > 0 && y.error() < 1e-5, "error " + y.error());
    assertTrue(y.noise().orElse(1) < 1e-5, "noise " + y.noise());
    assertTrue(y.sqnrDb() > 100, "SQNR " + y.sqnrDb());
    assertEquals(1, y.argmaxAgreement().orElse(0));
    assertEquals(5, comparison.samples());
    assertEquals(List.of("open dimensions were bound so: x[1,3,32,32]"), comparison.notes());
  }

  @Test
  void aWrongModelDiffersAtTheFirstValueThatBothHave() {
    FirstDifference first = different(compare("conv_bn", "conv_bn_off")).first().orElseThrow();
    assertEquals("b", first.value());
    assertEquals("BatchNormalization 'bn'", first.node());
    assertTrue(first.lastEqual().isEmpty(), first.words());
  }

  @Test
  void aLateDifferenceNamesTheLastValueThatAgrees() {
    Different verdict = different(compare("conv_bn", "conv_bn_off_late"));
    FirstDifference first = verdict.first().orElseThrow();
    assertEquals("y", first.value());
    assertEquals("f", first.lastEqual().orElse(""));
    assertTrue(verdict.words().contains("they part at 'y' (Gemm 'fc')"), verdict.words());
  }

  @Test
  void theToleranceDecides() {
    assertEquals(Equal.class, compare("conv_bn", "conv_bn_off", HERE.withTolerance(1)).getClass());
    Verdict exact = compare("conv_bn", "conv_bn_fused", HERE.withTolerance(0));
    OutputComparison y = equal(exact).comparison().outputs().getFirst();
    assertEquals(0x1p-22, y.tolerance(), "two steps of float32 are always allowed");
  }

  @Test
  void theSameSeedGivesTheSameVerdict() {
    assertEquals(compare("conv_bn", "conv_bn_off"), compare("conv_bn", "conv_bn_off"));
    VerifyOptions other = HERE.withSeed(1);
    assertTrue(!compare("conv_bn", "conv_bn_off").equals(compare("conv_bn", "conv_bn_off", other)));
  }

  @Test
  void nanOfTheOriginalIsToldInWords() {
    OutputComparison same = equal(compare("sqrt", "sqrt")).comparison().outputs().getFirst();
    assertTrue(
        same.notes()
            .getFirst()
            .matches("the original gives NaN in \\d+ of 400 elements; the result too"),
        same.notes().toString());
    Different other = different(compare("sqrt", "sqrt_of_abs"));
    assertTrue(
        other.words().contains("elements, the result in 0, of which they share 0"), other.words());
  }

  @Test
  void indicesAreComparedExactly() {
    List<OutputComparison> outputs = different(compare("argmax", "argmin")).comparison().outputs();
    assertEquals(Agreement.DIFFERS, outputs.getFirst().agreement());
    assertTrue(
        outputs.getFirst().notes().getFirst().contains("may flip by rounding alone"),
        outputs.toString());
    assertEquals(Agreement.AGREES, outputs.getLast().agreement());
  }

  @Test
  void aRandomOutputIsLeftOut() {
    Equal verdict = equal(compare("random", "random"));
    OutputComparison z = verdict.comparison().outputs().getFirst();
    assertEquals(Agreement.NOT_COMPARABLE, z.agreement());
    assertEquals(List.of("the original gives other numbers each time it runs"), z.notes());
    assertTrue(verdict.words().endsWith("1 of 2 outputs could not be compared"), verdict.words());
  }

  @Test
  void everyElementTypeIsCompared() {
    Comparison comparison = equal(compare("every_type", "every_type")).comparison();
    assertEquals(18, comparison.outputs().size());
    assertTrue(
        comparison.outputs().stream().allMatch(o -> o.agreement() == Agreement.AGREES),
        comparison.toString());
  }

  @Test
  void sequencesAreComparedAndCannotBeFed() {
    assertEquals(
        4, equal(compare("split_to_sequence", "split_to_sequence")).comparison().outputs().size());
    Verdict verdict = compare("sequence_input", "sequence_input");
    assertEquals(
        new NotComparable("ONNX Runtime for Java cannot feed the input 'x', a sequence"), verdict);
  }

  @Test
  void aBatchThatWasBakedInShows() {
    Unrunnable verdict =
        assertInstanceOf(Unrunnable.class, compare("flatten", "flatten_batch_baked"));
    assertEquals(Subject.RESULT, verdict.subject());
    assertTrue(
        verdict.reason().startsWith("it fails on an input that the original runs (another batch)"),
        verdict.reason());
  }

  @Test
  void aSizeThatWasBakedInIsFound() {
    Comparison comparison = equal(compare("traced_size", "traced_size")).comparison();
    assertEquals(List.of("open dimensions were bound so: x[1,1,19,19]"), comparison.notes());
  }

  @Test
  void theUserMayBindDimensions() {
    Comparison comparison =
        equal(compare("conv_bn", "conv_bn_fused", HERE.withShape("N=3").withShape("H=7")))
            .comparison();
    assertEquals(List.of("open dimensions were bound so: x[3,3,7,32]"), comparison.notes());
    assertEquals(60, comparison.outputs().getFirst().elements(), "4 samples of [3,5]");
    DataException e =
        assertThrows(
            DataException.class, () -> compare("conv_bn", "conv_bn_fused", HERE.withShape("Q=3")));
    assertTrue(String.valueOf(e.getMessage()).contains("the inputs are [x[N,3,H,W]]"));
  }

  @Test
  void realDataTakesThePlaceOfGeneratedInputs() {
    VerifyOptions options = HERE.withInputs(List.of(TestFiles.data("two_inputs.npz")));
    Comparison comparison = equal(compare("two_inputs", "two_inputs", options)).comparison();
    assertEquals(1, comparison.samples());
    assertEquals(8, comparison.outputs().getFirst().elements());
  }

  @Test
  void aModelWithoutInputsRunsOnce() {
    assertEquals(1, equal(compare("constants", "constants")).comparison().samples());
  }

  @Test
  void outputsThatAreMissingDiffer() {
    Different verdict = different(compare("argmax", "constants"));
    assertEquals("different: output 'i': the result has no such output", verdict.words());
  }

  @Test
  void aResultThatWantsMoreInputsIsRefused() {
    assertEquals(
        new Unrunnable(Subject.RESULT, "it asks for an input 'a' that the original lacks"),
        compare("flatten", "two_inputs"));
  }

  @Test
  void aModelThatCannotBeLoadedIsNamed(@TempDir Path folder) throws IOException {
    Path garbage = Files.writeString(folder.resolve("garbage.onnx"), "this is no model");
    String reason = garbage + " cannot be loaded: Protobuf parsing failed.";
    Path good = TestFiles.model("sqrt");
    assertEquals(new Unrunnable(Subject.ORIGINAL, reason), Verifier.compare(garbage, good, HERE));
    assertEquals(new Unrunnable(Subject.RESULT, reason), Verifier.compare(good, garbage, HERE));
  }
}
