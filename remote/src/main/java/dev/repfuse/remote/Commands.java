package dev.repfuse.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Short commands on a host, run to their end. */
final class Commands {
  private static final int SECONDS_TO_EXPLAIN = 5;

  private final Host host;

  Commands(Host host) {
    this.host = host;
  }

  /** A word as the shell reads it, whatever is in it. */
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * What a command prints.
   *
   * @throws IOException if it fails; the message is what it said itself
   */
  String output(String command) throws IOException {
    return output(command, OutputStream::close);
  }

  /**
   * What a command prints that reads a file from its standard input.
   *
   * @throws IOException if it fails; the message is what it said itself
   */
  String output(String command, Path input) throws IOException {
    return output(
        command,
        to -> {
          try (to) {
            Files.copy(input, to);
          }
        });
  }

  /** Writes what a command reads. */
  private interface Feed {
    void into(OutputStream stream) throws IOException;
  }

  private String output(String command, Feed feed) throws IOException {
    Process process = host.start(command);
    CompletableFuture<String> printed = text(process.getInputStream());
    CompletableFuture<String> said = text(process.getErrorStream());
    try {
      feed.into(process.getOutputStream());
      int status = process.waitFor();
      if (status == 0) {
        return printed.join();
      }
      throw new IOException("it ended with status " + status);
    } catch (IOException e) {
      String words = said.completeOnTimeout("", SECONDS_TO_EXPLAIN, TimeUnit.SECONDS).join();
      throw new IOException(words.isBlank() ? String.valueOf(e.getMessage()) : oneLine(words), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String oneLine(String words) {
    return words.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  private static CompletableFuture<String> text(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("remote-text")
        .start(() -> {
          try {
            text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.complete("");
          }
        });
    return text;
  }
}
