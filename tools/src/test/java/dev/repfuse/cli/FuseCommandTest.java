package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Repfuse;
import dev.repfuse.ir.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folding a model from the command line: what is written, what is said, which exit code. */
class FuseCommandTest {
  @TempDir Path folder;

  private Path model(String text) {
    return SampleModels.write(folder, "model.onnx", text);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void foldsVerifiesAndWritesBesideTheModel() throws IOException {
    CommandRun run = CommandRun.of(model(SampleModels.TWO_BRANCHES));

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertEquals(List.of("model.fused.onnx", "model.onnx"), files());
    assertEquals(2, ModelFile.read(folder.resolve("model.fused.onnx")).graph().nodeCount());
    assertTrue(run.out().contains("FoldAffineRegion 1"), run.out());
    assertTrue(run.out().contains("✓ equal"), run.out());
    assertTrue(run.out().contains("wrote " + folder.resolve("model.fused.onnx")), run.out());
    assertEquals("", run.err());
  }

  @Test
  void theTextFitsOnOneScreen() {
    CommandRun run = CommandRun.of(model(SampleModels.TWO_BRANCHES), "--no-verify");

    assertTrue(run.out().lines().count() <= 40, run.out());
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 200), run.out());
  }

  @Test
  void theWordFuseMayBeSaid() throws IOException {
    CommandRun run =
        CommandRun.of(
            "fuse",
            model(SampleModels.TWO_BRANCHES),
            "-o",
            folder.resolve("r.onnx"),
            "-q",
            "--no-verify");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertEquals(List.of("model.onnx", "r.onnx"), files());
    assertEquals("", run.out() + run.err());
  }

  @Test
  void provesWhatItWrites() throws IOException {
    CommandRun run = CommandRun.of(model(SampleModels.TWO_BRANCHES), "--prove", "--no-verify");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertEquals(List.of("model.fused.onnx", "model.onnx"), files());
    assertTrue(run.out().contains("  ✓ proved: 1 region within "), run.out());
  }

  @Test
  void dryRunWritesNothing() throws IOException {
    CommandRun run = CommandRun.of(model(SampleModels.TWO_BRANCHES), "--dry-run");

    assertEquals(ExitCode.DONE, run.code());
    assertEquals(List.of("model.onnx"), files());
    assertTrue(run.out().contains("nothing was written: --dry-run"), run.out());
  }

  @Test
  void anUnchangedModelIsWrittenOnlyWhereAsked() throws IOException {
    Path model = model(SampleModels.RELU);

    CommandRun unasked = CommandRun.of(model, "--in-process");
    assertEquals(ExitCode.DONE, unasked.code());
    assertTrue(unasked.out().contains("nothing to fold"), unasked.out());
    assertEquals(List.of("model.onnx"), files());

    CommandRun asked = CommandRun.of(model, "--in-process", "-o", folder.resolve("same.onnx"));
    assertEquals(ExitCode.DONE, asked.code());
    assertArrayEquals(Files.readAllBytes(model), Files.readAllBytes(folder.resolve("same.onnx")));
  }

  @Test
  void aResultThatDiffersIsNotWritten() throws IOException {
    CommandRun run =
        CommandRun.of(model(SampleModels.CANCELLING), "--tolerance", "0", "--in-process");

    assertEquals(ExitCode.DIFFERENT, run.code(), run.out() + run.err());
    assertEquals(List.of("model.onnx"), files());
    assertTrue(run.err().contains("different: output 'y'"), run.err());
    assertTrue(run.err().contains("they part at 'e'"), run.err());
    assertTrue(run.err().contains("nothing was written"), run.err());
  }

  @Test
  void whatCannotBeRunIsWrittenOnlyWithoutVerification() throws IOException {
    Path model = model(SampleModels.UNKNOWN_OPERATOR);

    CommandRun run = CommandRun.of(model, "--in-process");
    assertEquals(ExitCode.DIFFERENT, run.code(), run.out() + run.err());
    assertEquals(List.of("model.onnx"), files());
    assertTrue(run.err().contains("not verified: ONNX Runtime refuses the original"), run.err());
    assertTrue(run.err().contains("--no-verify writes the result"), run.err());

    assertEquals(ExitCode.DONE, CommandRun.of(model, "--no-verify").code());
    assertEquals(List.of("model.fused.onnx", "model.onnx"), files());
  }

  @Test
  void twoRunsGiveTheSameBytes() throws IOException {
    Path model = model(SampleModels.TWO_BRANCHES);
    CommandRun.of(model, "--no-verify", "-o", folder.resolve("a.onnx"));
    CommandRun.of(model, "--no-verify", "-o", folder.resolve("b.onnx"));

    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a.onnx")), Files.readAllBytes(folder.resolve("b.onnx")));
  }

  @Test
  void aPassCanBeLeftOut() {
    CommandRun run = CommandRun.of(model(SampleModels.TWO_BRANCHES), "--passes=-fold", "--dry-run");

    assertTrue(run.out().contains("nothing to fold"), run.out());
  }

  @Test
  void anUnknownPassIsAUsageErrorThatListsThePasses() {
    CommandRun run = CommandRun.of(model(SampleModels.RELU), "--passes", "turbo");

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("no pass 'turbo'; the passes are constants"), run.err());
  }

  @Test
  void theHelpNamesEveryPass() {
    String help = CommandRun.of("fuse", "--help").out().replaceAll("\\s+", " ");

    assertTrue(help.contains(String.join(", ", Repfuse.passNames())), help);
  }

  @Test
  void verboseNamesEveryNode() {
    CommandRun run = CommandRun.of(model(SampleModels.TWO_BRANCHES), "--dry-run", "-v");

    assertTrue(run.out().contains("BatchNormalization 'norm'"), run.out());
    assertTrue(run.err().contains("pass fold"), run.err());
  }

  @Test
  void onlyATerminalGetsColour() {
    Path model = model(SampleModels.TWO_BRANCHES);

    assertFalse(CommandRun.of(model, "--dry-run").out().contains("\u001b"));
    assertTrue(CommandRun.coloured(model, "--dry-run").out().contains("\u001b[1m"));
  }

  @Test
  void checkFailsWhereAModelCouldBeSmaller() throws IOException {
    Path model = model(SampleModels.TWO_BRANCHES);

    CommandRun run = CommandRun.of(model, "--check");

    assertEquals(ExitCode.DIFFERENT, run.code());
    assertEquals(1, run.out().lines().count(), run.out());
    assertTrue(
        run.out()
            .startsWith(
                model
                    + ": could be smaller: 3 of 5 nodes"
                    + " (1 Add, 1 BatchNormalization, 1 Conv), 16 parameters, "),
        run.out());
    assertEquals(List.of("model.onnx"), files());
    assertEquals(ExitCode.DIFFERENT, CommandRun.of(model, "--check", "-q").code());
  }

  @Test
  void checkPassesOnAResultOfOurs() {
    Path model = model(SampleModels.TWO_BRANCHES);
    CommandRun.of(model, "--no-verify", "-q");

    CommandRun run = CommandRun.of(folder.resolve("model.fused.onnx"), "--check");

    assertEquals(ExitCode.DONE, run.code(), run.out());
    assertTrue(run.out().contains("is as small as repfuse makes it"), run.out());
  }

  @Test
  void explainsBelowTheReport() {
    CommandRun run = CommandRun.of(model(SampleModels.TWO_BRANCHES), "--dry-run", "--explain");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(
        run.out().indexOf("file size") < run.out().indexOf("Folded (costs as on"), run.out());
    assertTrue(run.out().contains("+ BatchNormalization 'norm'"), run.out());
    assertTrue(run.out().contains("Refusals by reason:"), run.out());
  }
}
