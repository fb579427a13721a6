package dev.repfuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The programs in examples/ work. */
final class ExamplesTest {
  @Test
  void javaExampleFoldsAndVerifies(@TempDir Path folder) throws IOException {
    Path model = Project.copyOf("blocks/repvgg_keepbn", folder);
    String program = Files.readString(Project.file("examples/FuseAndVerify.java"));

    String printed =
        new JavaSource("FuseAndVerify", program).runIn(folder, model.toString(), "result.onnx");

    assertTrue(printed.contains("8 nodes -> 2 nodes"), printed);
    assertTrue(printed.contains("equal: largest error"), printed);
    assertTrue(Files.exists(folder.resolve("result.onnx")));
  }

  /** The launcher is replaced, so that the script's own work is what is tested. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for a POSIX shell")
  void scriptTellsOneLineForEachModel(@TempDir Path folder) throws Exception {
    Path examples = Files.createDirectory(folder.resolve("examples"));
    Path script = examples.resolve("fuse-all.sh");
    Files.copy(Project.file("examples/fuse-all.sh"), script, StandardCopyOption.COPY_ATTRIBUTES);
    Project.launcher(folder);
    Path models = Files.createDirectory(folder.resolve("models"));
    Project.copyOf("blocks/noop_chain", models);
    Files.writeString(models.resolve("zzz.onnx"), "no model");

    Process process =
        new ProcessBuilder("sh", script.toString(), "models", "results", "--no-verify")
            .directory(folder.toFile())
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(1, process.waitFor(), "one model is broken");
    assertEquals(
        """
        noop_chain.onnx 20 nodes -> 2 nodes
        zzz.onnx failed with exit code 3
        """,
        printed.replaceAll(" +", " "));
    assertTrue(Files.exists(folder.resolve("results/noop_chain.onnx")));
  }
}
