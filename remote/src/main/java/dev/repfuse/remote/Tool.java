package dev.repfuse.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program on this machine that is run to its end. */
final class Tool {
  private Tool() {}

  /**
   * Runs one.
   *
   * @throws IOException if it is not there, or fails; the message is the first line of what it said
   */
  static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(said.lines().findFirst().orElse("it said nothing and failed"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
