package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command answers bad input with one line that names file, node and cause. */
class BadInputTest {
  @TempDir Path folder;

  private void assertInvalid(Path path, String... words) {
    for (String command : List.of("fuse", "inspect", "explain")) {
      CommandRun run = CommandRun.of(command, path);
      assertEquals(ExitCode.INVALID_MODEL, run.code(), command + ": " + run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().contains(path.toString()), run.err());
      assertEquals("", run.out());
      for (String word : words) {
        assertTrue(run.err().contains(word), run.err());
      }
    }
    CommandRun run = CommandRun.of("verify", path, path);
    assertEquals(ExitCode.INVALID_MODEL, run.code(), run.err());
  }

  @Test
  void noFile() {
    assertInvalid(folder.resolve("nothing.onnx"), "no such file");
  }

  @Test
  void aFolder() {
    assertInvalid(folder, "is a folder");
  }

  @Test
  void anEmptyFile() throws IOException {
    assertInvalid(Files.createFile(folder.resolve("empty.onnx")), "empty");
  }

  @Test
  void aTextFile() throws IOException {
    assertInvalid(Files.writeString(folder.resolve("readme.onnx"), "# Not a model\n"));
  }

  @Test
  void aTruncatedModel() throws IOException {
    Path whole = SampleModels.write(folder, "whole.onnx", SampleModels.TWO_BRANCHES);
    byte[] bytes = Files.readAllBytes(whole);
    Path half = folder.resolve("half.onnx");
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));

    assertInvalid(half);
  }

  @Test
  void aNodeThatContradictsItself() {
    String text = SampleModels.TWO_BRANCHES.replace("pads = [1, 1, 1, 1]", "group = 2");
    assertInvalid(SampleModels.write(folder, "bad.onnx", text), "Conv 'wide'");
  }
}
