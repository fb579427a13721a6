package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a result may replace. */
class TargetsTest {
  @TempDir Path folder;
  private Path model = Path.of("");

  @BeforeEach
  void writeModel() {
    model = SampleModels.write(folder, "model.onnx", SampleModels.TWO_BRANCHES);
  }

  private CommandRun fuse(Object... more) {
    return CommandRun.of(Stream.concat(Stream.of(model, "--no-verify"), Stream.of(more)).toArray());
  }

  private void assertRefused(CommandRun run, String... words) {
    assertEquals(ExitCode.USAGE, run.code(), run.out() + run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    List.of(words).forEach(word -> assertTrue(run.err().contains(word), run.err()));
  }

  @Test
  void anEarlierResultOfTheSameModelIsReplaced() {
    assertEquals(ExitCode.DONE, fuse().code());
    assertEquals(ExitCode.DONE, fuse().code());
  }

  @Test
  void aResultOfAnotherModelIsNotReplaced() {
    Path other = SampleModels.write(folder, "other.onnx", SampleModels.TWO_BRANCHES);
    Path target = folder.resolve("result.onnx");
    CommandRun.of(other, "--no-verify", "-o", target);

    assertRefused(fuse("-o", target), target.toString(), "--overwrite");
    assertEquals(ExitCode.DONE, fuse("-o", target, "--overwrite").code());
  }

  @Test
  void aFileOfSomebodyElseStaysAsItWas() throws IOException {
    Path notes = Files.writeString(folder.resolve("notes.txt"), "do not lose me");

    assertRefused(fuse("-o", notes), "notes.txt", "--overwrite");
    assertEquals("do not lose me", Files.readString(notes));
  }

  @Test
  void theModelItselfIsReplacedOnlyWhereAsked() throws IOException {
    byte[] before = Files.readAllBytes(model);

    assertRefused(fuse("-o", model), "is the model itself", "--overwrite");
    assertArrayEquals(before, Files.readAllBytes(model));
    assertEquals(ExitCode.DONE, fuse("-o", model, "--overwrite").code());
    assertEquals(ExitCode.DONE, CommandRun.of("inspect", model).code());
  }

  @Test
  void refusesFoldersAndFoldersThatAreNotThere() {
    assertRefused(fuse("-o", folder), "is a folder");
    assertRefused(fuse("-o", folder.resolve("a/b.onnx")), "its folder does not exist");
  }

  @Test
  void refusesDevices() {
    Path device = Path.of("/dev/null");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(device), "no /dev/null here");

    assertRefused(fuse("-o", device, "--overwrite"), "no regular file");
  }

  @Test
  void aSymbolicLinkStaysALink() throws IOException {
    Path file = folder.resolve("real.onnx");
    fuse("-o", file);
    Path link = Files.createSymbolicLink(folder.resolve("link.onnx"), file);

    assertEquals(ExitCode.DONE, fuse("-o", link).code());
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void aFailedWriteLeavesNothingBehind() throws IOException {
    Path unwritable = folder.resolve("n".repeat(252) + ".onnx");

    assertRefused(fuse("-o", unwritable), "cannot be written");
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(model), files.toList());
    }
  }
}
