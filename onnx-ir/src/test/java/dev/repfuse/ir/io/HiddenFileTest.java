package dev.repfuse.ir.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process left behind goes, what a living one writes stays. */
final class HiddenFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void removesFilesOfAProcessThatIsNoMore() throws Exception {
    Path file = Files.createFile(of(deadProcess(), HiddenFile.beside(folder.resolve("m.onnx"))));
    Path data = Files.createFile(file.resolveSibling(file.getFileName() + ".data"));

    HiddenFile.sweepBeside(folder.resolve("m.onnx"));

    assertFalse(Files.exists(file));
    assertFalse(Files.exists(data));
  }

  @Test
  void keepsFilesOfALivingProcess() throws IOException {
    Path file = Files.createFile(HiddenFile.beside(folder.resolve("m.onnx")));
    HiddenFile.sweepBeside(folder.resolve("m.onnx"));
    assertTrue(Files.exists(file));
  }

  @Test
  void keepsFilesOfAnotherMachineAndOfOthers() throws Exception {
    String name = of(deadProcess(), HiddenFile.beside(folder)).getFileName().toString();
    String elsewhere = name.replaceFirst("-[0-9a-f]{8}-", "-0badcafe-");
    for (String other : List.of(elsewhere, ".repfuse-notes", name + ".bak", "model.onnx")) {
      Files.createFile(folder.resolve(other));
    }
    HiddenFile.sweepBeside(folder.resolve("m.onnx"));
    assertEquals(4, folder.toFile().list().length);
  }

  @Test
  void saysNothingOfAFolderThatCannotBeListed() {
    HiddenFile.sweepBeside(folder.resolve("gone").resolve("m.onnx"));
  }

  private static Path of(long pid, Path file) {
    long own = ProcessHandle.current().pid();
    String name = file.getFileName().toString().replace("-" + own + "-", "-" + pid + "-");
    return file.resolveSibling(name);
  }

  private static long deadProcess() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(java.toString(), "--version")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return process.pid();
  }
}
