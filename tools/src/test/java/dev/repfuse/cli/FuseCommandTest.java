package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Project;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folding from the command line: what is written where, and what is said. */
final class FuseCommandTest {
  @TempDir private Path folder = Path.of("");

  private static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesBesideTheModelAfterVerifyingInAChildProcess() throws IOException {
    Path model = Project.copyOf("repvgg_keepbn", folder);

    CommandRun run = CommandRun.of(model);

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertEquals(List.of("repvgg_keepbn.fused.onnx", "repvgg_keepbn.onnx"), namesIn(folder));
    assertTrue(run.out().contains("✓ equal: largest error"), run.out());
    assertTrue(run.out().contains("wrote " + folder.resolve("repvgg_keepbn.fused.onnx")));
    assertEquals("", run.err());
  }

  @Test
  void writesWhereTheOptionSays() {
    Path target = folder.resolve("small.onnx");

    CommandRun run = CommandRun.of(Project.model("repvgg_keepbn"), "-o", target, "--in-process");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertEquals(2, ModelFile.read(target).graph().nodeCount());
  }

  @Test
  void givesTheSameBytesTwice() throws IOException {
    Path first = folder.resolve("first.onnx");
    Path second = folder.resolve("second.onnx");
    Path model = Project.model("repghostnet_0_5x");

    CommandRun.of(model, "-o", first, "--no-verify");
    CommandRun.of(model, "-o", second, "--no-verify");

    assertEquals(-1, Files.mismatch(first, second));
  }

  @Test
  void replacesItsOwnEarlierResult() {
    Path model = Project.copyOf("repvgg_keepbn", folder);

    assertEquals(ExitCode.DONE, CommandRun.of(model, "--no-verify").code());
    assertEquals(ExitCode.DONE, CommandRun.of(model, "--no-verify").code());
  }

  @Test
  void leavesForeignFilesAloneUntilToldOtherwise() throws IOException {
    Path model = Project.copyOf("repvgg_keepbn", folder);
    Path foreign = Files.writeString(folder.resolve("repvgg_keepbn.fused.onnx"), "not ours");

    CommandRun refused = CommandRun.of(model, "--no-verify");

    assertEquals(ExitCode.USAGE, refused.code());
    assertTrue(refused.err().contains("--overwrite"), refused.err());
    assertEquals("not ours", Files.readString(foreign));
    assertEquals(ExitCode.DONE, CommandRun.of(model, "--no-verify", "--overwrite").code());
    assertEquals(2, ModelFile.read(foreign).graph().nodeCount());
  }

  @Test
  void leavesResultsOfOtherModelsAlone() {
    Path target = folder.resolve("result.onnx");
    CommandRun.of(Project.model("noop_chain"), "-o", target, "--no-verify");

    CommandRun run = CommandRun.of(Project.model("repvgg_keepbn"), "-o", target, "--no-verify");

    assertEquals(ExitCode.USAGE, run.code());
  }

  @Test
  void doesNotReplaceTheModelItself() throws IOException {
    Path model = Project.copyOf("repvgg_keepbn", folder);
    byte[] before = Files.readAllBytes(model);

    CommandRun run = CommandRun.of(model, "-o", model, "--no-verify");

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("is the model itself"), run.err());
    assertArrayEquals(before, Files.readAllBytes(model));
  }

  @Test
  void refusesATargetThatIsAFolderOrInNone() {
    Path model = Project.model("repvgg_keepbn");

    CommandRun isFolder = CommandRun.of(model, "-o", folder);
    CommandRun inNone = CommandRun.of(model, "-o", folder.resolve("missing/result.onnx"));

    assertEquals(ExitCode.USAGE, isFolder.code());
    assertTrue(isFolder.err().contains("is a folder"), isFolder.err());
    assertEquals(ExitCode.USAGE, inNone.code());
    assertTrue(inNone.err().contains("its folder does not exist"), inNone.err());
  }

  @Test
  void dryRunWritesNothing() throws IOException {
    Path model = Project.copyOf("repvgg_keepbn", folder);

    CommandRun run = CommandRun.of(model, "--dry-run");

    assertEquals(ExitCode.DONE, run.code());
    assertEquals(List.of("repvgg_keepbn.onnx"), namesIn(folder));
    assertTrue(run.out().contains("--dry-run"), run.out());
  }

  @Test
  void writesNothingWhereTheResultsDiffer() throws IOException {
    Path model = folder.resolve("cancels.onnx");
    ModelFile.write(
        ModelText.parse(
            """
            g (float[1,1,4,4] x) => (float[1,1,4,4] y)
            <float[1,1,1,1] p = {1000000}, float[1,1,1,1] q = {-999999}> {
              a = Conv (x, p)
              b = Conv (x, q)
              y = Add (a, b)
            }
            """),
        model);

    CommandRun run = CommandRun.of(model, "--in-process");

    assertEquals(ExitCode.DIFFERENT, run.code());
    assertTrue(run.out().contains("✗ different: output 'y'"), run.out());
    assertTrue(run.err().endsWith("nothing was written\n"), run.err());
    assertEquals(List.of("cancels.onnx"), namesIn(folder));
  }

  @Test
  void quietSaysNothing() {
    CommandRun run = CommandRun.of(Project.copyOf("noop_chain", folder), "-q", "--no-verify");

    assertEquals(new CommandRun(ExitCode.DONE, "", ""), run);
  }

  @Test
  void verboseNamesEveryFold() {
    CommandRun run = CommandRun.of(Project.model("repghostnet_0_5x"), "-v", "--dry-run");

    assertTrue(run.out().contains("BatchNormalization '/tail/tail.1/BatchNormalization' → "));
    assertTrue(run.err().contains("pass fold"), run.err());
  }

  @Test
  void sendsNoEscapeCodesWhereThereIsNoTerminal() {
    CommandRun run = CommandRun.of(Project.model("repghostnet_0_5x"), "--dry-run", "-v");

    assertFalse((run.out() + run.err()).contains("\u001b"));
  }

  @Test
  void runsChosenPassesOnly() {
    Path model = Project.model("noop_chain");

    CommandRun only = CommandRun.of(model, "--dry-run", "--passes", "fold");
    CommandRun without = CommandRun.of(model, "--dry-run", "--passes=-fold");

    assertFalse(only.out().contains("DropIdentity"), only.out());
    assertTrue(without.out().contains("DropIdentity"), without.out());
    assertFalse(without.out().contains("FoldAffineRegion"), without.out());
  }

  @Test
  void namesThePassesThatThereAre() {
    CommandRun run = CommandRun.of(Project.model("noop_chain"), "--passes", "fold,polish");

    assertEquals(ExitCode.USAGE, run.code());
    assertEquals(
        "repfuse: there is no pass 'polish'; the passes are constants, no-ops, shapes, evaluate,"
            + " fold, duplicates, dead\n",
        run.err());
  }
}
