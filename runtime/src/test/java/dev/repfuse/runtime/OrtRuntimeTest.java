package dev.repfuse.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ONNX Runtime starts without telemetry, which a long command line would crash. */
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
  void survivesALongCommandLineWithoutTelemetry() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                "x".repeat(LONG)));
    builder.environment().remove(Telemetry.VARIABLE);
    Process process = builder.redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), output);
    assertEquals("[sum, shape, half]", output);
  }
}
