package dev.repfuse.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * The program, run on one model after another with a folder of its own for each result, in
 * processes of which each begins the next run when it has ended one.
 */
final class Program implements AutoCloseable {
  /** What a hanging program has for an exit code. */
  static final int HUNG = -1;

  /** What one has for it that tore its process down. */
  static final int DIED = -2;

  private final String heap;
  private final int limit;
  private final Queue<ServedCommands> idle = new ConcurrentLinkedQueue<>();

  /**
   * No process is started yet.
   *
   * @param heap the largest heap, such as {@code 512m}
   * @param limit seconds after which a run counts as hanging
   */
  Program(String heap, int limit) {
    this.heap = heap;
    this.limit = limit;
  }

  /**
   * What one run left.
   *
   * @param exit its exit code
   * @param out what it printed
   * @param err what it said on the side
   * @param files the files in the result's folder, by name
   * @param millis how long it took
   */
  record Run(int exit, String out, String err, List<String> files, long millis) {

    /** The lines on the side. */
    List<String> lines() {
      return err.lines().filter(line -> !line.isBlank()).toList();
    }

    /** Whether it said exactly one line, and that one begins as an error of repfuse does. */
    boolean oneSentence() {
      return lines().size() == 1 && lines().getFirst().startsWith("repfuse: ");
    }

    /** Why no run may end so, whatever the model; empty if it may. */
    String unacceptable() {
      if (exit == HUNG) {
        return "hangs";
      }
      if (exit == DIED) {
        return "its process dies: " + err.strip();
      }
      if (exit < 0 || exit > 3) {
        return "exit code " + exit + ": " + err.strip();
      }
      if ((out + err).contains("\tat ")) {
        return "a stack trace: " + err.strip();
      }
      if (exit != 0 && !files.isEmpty()) {
        return "exit code " + exit + " and left " + files;
      }
      return exit == 0 || oneSentence() ? "" : "exit code " + exit + ", said: " + err.strip();
    }

    @Override
    public String toString() {
      return "exit code " + exit + (err.isBlank() ? "" : ", " + err.strip());
    }
  }

  /** Folds {@code model} to {@code folder/out.onnx}. */
  Run run(Path model, Path folder, String... options) throws IOException, InterruptedException {
    return run(List.of(), model, folder, options);
  }

  /** Prunes {@code model} to {@code folder/out.onnx}. */
  Run prune(Path model, Path folder, String... options) throws IOException, InterruptedException {
    return run(List.of("prune"), model, folder, options);
  }

  private Run run(List<String> subcommand, Path model, Path folder, String... options)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    List<String> arguments = new ArrayList<>(subcommand);
    arguments.addAll(List.of(model.toString(), "-o", folder.resolve("out.onnx").toString()));
    arguments.addAll(List.of(options));
    ServedCommands waiting = idle.poll();
    ServedCommands commands = waiting == null ? new ServedCommands(heap) : waiting;
    long start = System.nanoTime();
    ServedCommands.End end = commands.run(arguments, limit);
    long millis = (System.nanoTime() - start) / 1_000_000;
    List<String> files = names(folder);
    return switch (end) {
      case ServedCommands.End.Answer(int exit, String out, String err) -> {
        idle.add(commands);
        yield new Run(exit, out, err, files, millis);
      }
      case ServedCommands.End.Hang() -> {
        commands.close();
        yield new Run(HUNG, "", "", files, millis);
      }
      case ServedCommands.End.Death(int exit, String said) -> {
        commands.close();
        yield new Run(DIED, "", "exit code " + exit + ": " + said, files, millis);
      }
    };
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public void close() throws IOException {
    for (ServedCommands commands : idle) {
      commands.close();
    }
  }
}
