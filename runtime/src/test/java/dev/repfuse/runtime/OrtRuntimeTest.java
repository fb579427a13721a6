package dev.repfuse.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ONNX Runtime starts in a process with a command line that overflows an ordinary stack. */
class OrtRuntimeTest {
  private static final int LONG = 60_000;

  /** The process that is started. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      System.out.println(new OrtEvaluator().evaluate(TestFiles.model("constants")).keySet());
    }
  }

  @Test
  void survivesALongCommandLine() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                "x".repeat(LONG)));
    builder.environment().remove("ORT_DISABLE_TELEMETRY");
    Process process = builder.redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), output);
    assertEquals("[sum, shape, half]", output);
  }
}
