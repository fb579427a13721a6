package dev.repfuse.suite;

import dev.repfuse.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program, run as a process of its own on one model, with a folder of its own for the result.
 *
 * @param heap the largest heap, such as {@code 512m}
 * @param limit seconds after which it counts as hanging
 */
record Program(String heap, int limit) {
  /** What a hanging program has for an exit code. */
  static final int HUNG = -1;

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
    Path out = Files.createTempFile("repfuse-suite", ".out");
    Path err = Files.createTempFile("repfuse-suite", ".err");
    Files.createDirectories(folder);
    try {
      List<String> command = command(subcommand, model, folder.resolve("out.onnx"), options);
      ProcessBuilder builder = new ProcessBuilder(command);
      long start = System.nanoTime();
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(limit, TimeUnit.SECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      long millis = (System.nanoTime() - start) / 1_000_000;
      int exit = ended ? process.exitValue() : HUNG;
      return new Run(exit, Files.readString(out), Files.readString(err), names(folder), millis);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private List<String> command(
      List<String> subcommand, Path model, Path target, String... options) {
    List<String> arguments = new ArrayList<>(subcommand);
    arguments.addAll(List.of(model.toString(), "-o", target.toString()));
    arguments.addAll(List.of(options));
    return Launch.program(List.of("-Xmx" + heap), arguments);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
