package dev.repfuse.cli;

import dev.repfuse.testkit.Hostile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the command on mutants of models, one after another, and prints a line before and after
 * each: {@code begin <seed>}, then {@code ok <exit code>} or {@code wrong <what>}.
 */
final class FuzzWorker {
  private FuzzWorker() {}

  /** Arguments: a scratch folder, the first seed, how many, and the good models. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    long first = Long.parseLong(args[1]);
    long count = Long.parseLong(args[2]);
    clear(folder);
    List<Path> models = Stream.of(args).skip(3).map(Path::of).toList();
    for (long seed = first; seed < first + count; seed++) {
      byte[] good = Files.readAllBytes(models.get((int) (seed % models.size())));
      System.out.println("begin " + seed);
      System.out.println(run(Hostile.mutant(good, seed), folder, seed % 2 == 1));
    }
  }

  private static String run(Hostile.Mutant mutant, Path folder, boolean prunes) throws IOException {
    Path model = folder.resolve("m.onnx");
    Files.write(model, mutant.bytes());
    CommandRun run =
        prunes
            ? CommandRun.of("prune", model, "--ratio", "0.5", "--freeze-weights", "--no-verify")
            : CommandRun.of(model, "--no-verify");
    Files.delete(model);
    List<Path> left = clear(folder);
    String fault = fault(run, left, prunes ? 2 : 1);
    return fault.isEmpty()
        ? "ok " + run.code()
        : "wrong " + mutant.what() + ": " + fault.replaceAll("\\s+", " ");
  }

  /** Removes what lies in a folder, such as what a killed worker was about to write. */
  private static List<Path> clear(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        Files.delete(file);
      }
      return all;
    }
  }

  private static String fault(CommandRun run, List<Path> left, int results) {
    if (run.code() != ExitCode.DONE && run.code() != ExitCode.INVALID_MODEL) {
      return "exit code %d: %s".formatted(run.code(), run.err());
    }
    if ((run.out() + run.err()).contains("\tat ")) {
      return "a stack trace: " + run.err();
    }
    if (run.code() == ExitCode.DONE) {
      return left.size() > results ? "left " + left : "";
    }
    boolean oneLine = run.err().startsWith("repfuse: ") && run.err().strip().lines().count() == 1;
    return !left.isEmpty() ? "left " + left : oneLine ? "" : "said " + run.err();
  }
}
