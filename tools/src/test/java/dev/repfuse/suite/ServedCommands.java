package dev.repfuse.suite;

import dev.repfuse.Launch;
import dev.repfuse.cli.CommandServer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link CommandServer} in a process of its own, which ends with its first hang or crash. */
final class ServedCommands implements AutoCloseable {
  private final Path log;
  private final Process process;
  private final DataOutputStream words;
  private final DataInputStream answers;

  /** How a command line ended. */
  sealed interface End {
    /** With an exit code and what it said. */
    record Answer(int exit, String out, String err) implements End {}

    /** It took too long. */
    record Hang() implements End {}

    /** The process died. */
    record Death(int exit, String said) implements End {}
  }

  /** Starts a process with a largest heap, such as {@code 512m}. */
  ServedCommands(String heap) throws IOException {
    this.log = Files.createTempFile("repfuse-suite", ".err");
    this.process =
        new ProcessBuilder(
                Launch.of(List.of("-Xmx" + heap), CommandServer.class.getName(), List.of()))
            .redirectError(log.toFile())
            .start();
    this.words = new DataOutputStream(process.getOutputStream());
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  /** Runs one command line within so many seconds. */
  End run(List<String> arguments, int limit) throws IOException, InterruptedException {
    words.write(arguments.size());
    for (String argument : arguments) {
      words.writeUTF(argument);
    }
    words.flush();
    CompletableFuture<End> end = new CompletableFuture<>();
    Thread.startVirtualThread(() -> end.complete(answer()));
    try {
      return end.get(limit, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return new End.Hang();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private End answer() {
    try {
      return new End.Answer(answers.readInt(), text(), text());
    } catch (EOFException e) {
      return death();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text() throws IOException {
    return new String(answers.readNBytes(answers.readInt()), StandardCharsets.UTF_8);
  }

  private End death() {
    try {
      return new End.Death(process.waitFor(), Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(log);
  }
}
