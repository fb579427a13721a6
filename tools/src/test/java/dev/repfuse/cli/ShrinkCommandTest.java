package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.supernet.SupernetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Spaces shrunk on the command line, step after step. */
class ShrinkCommandTest {
  /** Other weights under the same names. */
  private static final String TRAINED =
      ExtractCommandTest.SUPERNET
          .replace("a0 ~ normal(1)", "a0 ~ normal(11)")
          .replace("b0 ~ normal(2)", "b0 ~ normal(12)")
          .replace("b1 ~ normal(4)", "b1 ~ normal(14)");

  private static final String LATER = TRAINED.replace("a0 ~ normal(11)", "a0 ~ normal(21)");

  @TempDir Path folder;

  private Path model(String name, String text) {
    return SampleModels.write(folder, name, text);
  }

  private Path initial() {
    return model("initial.onnx", ExtractCommandTest.SUPERNET);
  }

  private Path trained() {
    return model("net.onnx", TRAINED);
  }

  private Path shrunk() {
    return folder.resolve("net.shrunk.supernet.json");
  }

  private CommandRun shrink(Object... more) {
    Object[] all = new Object[more.length + 5];
    all[0] = "shrink";
    all[1] = "--initial";
    all[2] = initial();
    all[3] = "--trained";
    all[4] = trained();
    System.arraycopy(more, 0, all, 5, more.length);
    return CommandRun.of(all);
  }

  /** The weights of the second layer's first branch have not turned. */
  @Test
  void dropsWhatHasTurnedLeast() {
    CommandRun run = shrink("--stop", "1");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("2 layers, 9 architectures; angles of all"), run.out());
    assertTrue(run.out().contains("step 1 dropped arch[1] = 0\n  6 architectures"), run.out());
    assertEquals(List.of(List.of(0, 1, 2), List.of(1, 2)), SupernetFile.read(shrunk()).choices());
  }

  @Test
  void whatWasDroppedIsNotExtracted() {
    shrink("--stop", "1");
    CommandRun run =
        CommandRun.of("extract", trained(), "--space", shrunk(), "--arch", "0,0", "--no-verify");
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(
        run.err().contains("choice 1 is 0, which was dropped; arch[1] has 1, 2 left"), run.err());
    CommandRun random =
        CommandRun.of(
            "extract",
            trained(),
            "--space",
            shrunk(),
            "--random",
            "7",
            "-o",
            folder.resolve("nets"),
            "--no-verify");
    assertTrue(random.err().contains("7 distinct ones are asked for, and there are 6"));
  }

  @Test
  void stepsFollowEachOther() {
    shrink("--stop", "1");
    CommandRun second = shrink("--stop", "1", "--space", shrunk(), "-o", shrunk());
    assertTrue(second.out().contains("step 2 dropped"), second.out() + second.err());
    assertEquals(4, SupernetFile.read(shrunk()).size().intValueExact());
    CommandRun down = shrink("--stop", "1", "--until-stop", "--space", shrunk());
    assertTrue(down.out().contains("step 4 dropped"), down.out());
    assertTrue(down.out().contains("all steps used the same weights"), down.out());
    assertEquals(1, SupernetFile.read(shrunk()).size().intValueExact());
  }

  /** The first call drops as much as the paper's spaces do in eight steps. */
  @Test
  void trainedWeightsBecomeTheInitialOnes() {
    CommandRun first = shrink("--stop", "1", "--schedule", "spos", "--drop", "51");
    assertTrue(first.out().contains("from now on --initial has to be the trained"), first.out());
    Path now = model("later.onnx", LATER);
    CommandRun stale =
        CommandRun.of("shrink", "--initial", initial(), "--trained", now, "--space", shrunk());
    assertEquals(ExitCode.USAGE, stale.code());
    assertTrue(
        stale.err().contains("not the initial weights: those became the trained ones of step 1"),
        stale.err());
    CommandRun next =
        CommandRun.of("shrink", "--initial", trained(), "--trained", now, "--space", shrunk());
    assertEquals(ExitCode.DONE, next.code(), next.err());
  }

  @Test
  void stepsGoOnWithTheWeightsThatTheyBeganWith() {
    shrink("--stop", "1");
    CommandRun run =
        CommandRun.of(
            "shrink",
            "--initial",
            model("o.onnx", LATER),
            "--trained",
            trained(),
            "--space",
            shrunk());
    assertTrue(
        run.err().contains("not the initial weights that the steps so far began with"), run.err());
  }

  @Test
  void aSmallSpaceIsRankedAlone() {
    CommandRun run = shrink();
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("nothing was dropped: the space has no more"), run.out());
    assertFalse(Files.exists(shrunk()));
  }

  /** Of nine, three have too many, and one has no weights. */
  @Test
  void limitsLeaveArchitecturesOut() {
    CommandRun some = shrink("--macs", "3k", "--stop", "1", "--json");
    JsonNode document = new JsonMapper().readTree(some.out());
    assertEquals(5, document.get("children").intValue(), some.out());
    assertTrue(shrink("--macs", "9M..").out().contains("no architecture is within the limits"));
    assertTrue(shrink("--macs", "-5").err().contains("--macs: '-5' is no amount"));
  }

  @Test
  void accuraciesArePutBesideEverything() throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("alone.csv"),
            "arch,alone_a,alone_b,quick\n00,.9,.8,.5\n1-1,.7,.8,.4\n21,.6,.6,.3\n20,.5,.5,.2\n");
    JsonNode document = new JsonMapper().readTree(shrink("--accuracies", table, "--json").out());
    List<String> figures =
        document
            .get("agreement")
            .valueStream()
            .map(row -> row.get("figure").stringValue())
            .toList();
    assertEquals(
        List.of(
            "angle",
            "angle without the fixed part",
            "sum of operator angles",
            "weight magnitude",
            "MACs",
            "accuracy: quick",
            "rank sum of angle and quick"),
        figures);
    assertEquals(1, document.at("/agreement/5/tau").doubleValue());
    assertEquals(
        0.85, document.at("/operators/0/rankings/accuracy: alone/value").doubleValue(), 1e-9);
  }

  @Test
  void foldedFilesAreRefusedWithTheReason() {
    Path folded = folder.resolve("folded.onnx");
    CommandRun.of("extract", trained(), "--arch", "0,1", "-o", folded, "--no-verify");
    CommandRun run = CommandRun.of("shrink", "--initial", initial(), "--trained", folded);
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("no input decides between branches"), run.err());
    Path bare =
        model(
            "bare.onnx",
            TRAINED
                .replace("p0 = BatchNormalization (c0, s, o, m, q)", "p0 = Identity (c0)")
                .replace("p1 = BatchNormalization (c1, s, o, m, q)", "p1 = Identity (c1)"));
    CommandRun other = CommandRun.of("shrink", "--initial", initial(), "--trained", bare);
    assertEquals(
        ("repfuse: %s: the initial file has BatchNormalizations and the trained one has none: folded"
                + " ones change weights\n")
            .formatted(bare),
        other.err());
  }
}
