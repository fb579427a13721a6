package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Launch;
import dev.repfuse.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own, as a user starts it. */
class ProcessTest {
  @TempDir Path folder;

  private static Process start(Object... arguments) throws IOException {
    List<String> words = Stream.of(arguments).map(Object::toString).toList();
    return new ProcessBuilder(Launch.program(List.of(), words)).redirectErrorStream(true).start();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void foldsARealNetworkAndProvesIt() throws Exception {
    Path target = folder.resolve("result.onnx");

    Process process = start(Project.model("repghostnet_0_5x"), "-o", target);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(ExitCode.DONE, process.waitFor(), output);
    assertTrue(output.contains("✓ equal"), output);
    assertTrue(output.matches("(?s).*parameters +2,313,968 +2,302,956.*"), output);
    assertTrue(output.matches("(?s).*MACs +43,314,720 +43,314,720.*"), output);
    assertTrue(output.matches("(?s).*BatchNormalization +112 +0.*"), output);
    assertFalse(output.contains("\u001b"), output);
    assertEquals(List.of("result.onnx"), files());
  }

  @Test
  void anInterruptedRunLeavesTheEarlierResultAndNothingElse() throws Exception {
    Path model = Files.copy(Project.model("repghostnet_0_5x"), folder.resolve("model.onnx"));
    assertEquals(ExitCode.DONE, CommandRun.of(model, "--no-verify").code());
    byte[] earlier = Files.readAllBytes(folder.resolve("model.fused.onnx"));

    Process process = start(model, "--samples", "1000000");
    while (process.isAlive() && files().size() < 3) {
      process.waitFor(10, TimeUnit.MILLISECONDS);
    }
    assertEquals(3, files().size(), "the result waits under a hidden name for its verdict");
    process.destroy();
    process.waitFor();

    assertEquals(List.of("model.fused.onnx", "model.onnx"), files());
    assertArrayEquals(earlier, Files.readAllBytes(folder.resolve("model.fused.onnx")));
  }
}
