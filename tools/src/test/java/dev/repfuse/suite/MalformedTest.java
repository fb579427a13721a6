package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Malformed files are refused in one line, odd but valid ones are accepted; nothing crashes. */
@Isolated("uses all processors by itself")
@Tag("shared")
class MalformedTest {
  /** Some models never end when they run, which a verification has to notice. */
  private static final String TIMEOUT = "--timeout=20";

  private final Program program = new Program("512m", 60);

  /** One row of the table after the program ran, with verification and, if need be, without. */
  private record Outcome(Map<String, String> row, Program.Run run, List<Program.Run> unverified) {
    String id() {
      return Shared.cell(row, "id");
    }

    String kind() {
      return Shared.cell(row, "class");
    }

    private boolean mayStay() {
      return Shared.cell(row, "expected").contains("leave the node alone")
          || Shared.cell(row, "expected").contains("leave both nodes alone");
    }

    /** What is not as the table asks; empty if all is. */
    String fault() {
      if (!run.unacceptable().isEmpty()) {
        return run.unacceptable();
      }
      boolean different = run.err().contains("different:");
      boolean right =
          !different
              && switch (kind()) {
                case "error" -> run.exit() == 3 || mayStay();
                case "accept" -> run.exit() == 0 || acceptedUnverified();
                default -> true;
              };
      return right ? "" : "class " + kind() + ", " + run + (unverified.isEmpty() ? "" : unverified);
    }

    /** The original cannot be run to an end that could be compared, but it is carried through. */
    private boolean acceptedUnverified() {
      return run.exit() == 1
          && run.err().contains("not verified: ")
          && run.err().contains("the original")
          && unverified.stream().allMatch(again -> again.exit() == 0);
    }
  }

  @AfterEach
  void stop() throws IOException {
    program.close();
  }

  private Outcome outcome(Map<String, String> row, Path malformed, Path scratch) throws Exception {
    Path file = malformed.resolve(Shared.cell(row, "file"));
    Path folder = scratch.resolve(Shared.cell(row, "id"));
    Program.Run run = program.run(file, folder, TIMEOUT);
    List<Program.Run> unverified = new ArrayList<>();
    if (run.exit() == 1) {
      unverified.add(program.run(file, folder.resolveSibling(folder + "-2"), "--no-verify"));
    }
    return new Outcome(row, run, unverified);
  }

  @Test
  void everyFileHasTheOutcomeThatItsRowAsksFor(@TempDir Path scratch) throws Exception {
    Path malformed = Shared.folder("corpus/malformed");
    List<Callable<Outcome>> tasks = new ArrayList<>();
    for (Map<String, String> row : Shared.table(malformed.resolve("INDEX.tsv"))) {
      tasks.add(() -> outcome(row, malformed, scratch));
    }
    Map<String, Integer> totals = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (Outcome outcome : Parallel.run(tasks)) {
      totals.merge(outcome.kind() + ": exit code " + outcome.run().exit(), 1, Integer::sum);
      System.out.printf(
          "%-7s %-40s %5d ms %s%n",
          outcome.kind(), outcome.id(), outcome.run().millis(), outcome.run());
      if (!outcome.fault().isEmpty()) {
        wrong.add(outcome.id() + ": " + outcome.fault());
      }
    }
    totals.forEach((end, count) -> System.out.printf("%5d %s%n", count, end));
    assertEquals(List.of(), wrong);
  }

  @Test
  void refusesExternalDataBehindALinkOutOfTheFolder(@TempDir Path scratch) throws Exception {
    Path outside = scratch.resolve("outside.bin");
    Path model = externalModel(scratch);
    Path data = dataOf(model);
    Files.move(data, outside);
    Files.createSymbolicLink(data, outside);
    refusesNaming(model, data, scratch);
  }

  @Test
  void refusesExternalDataThatIsALinkToItself(@TempDir Path scratch) throws Exception {
    Path model = externalModel(scratch);
    Path data = dataOf(model);
    Files.delete(data);
    Files.createSymbolicLink(data, data.getFileName());
    refusesNaming(model, data, scratch);
  }

  private void refusesNaming(Path model, Path data, Path scratch) throws Exception {
    Program.Run run = program.run(model, scratch.resolve("result"));
    assertEquals("", run.unacceptable());
    assertEquals(3, run.exit(), run::toString);
    assertEquals(
        true, run.err().contains(data.getFileName().toString()), () -> "names no file: " + run);
  }

  /** A copy of the valid model with external data, in a folder of its own. */
  private static Path externalModel(Path scratch) throws Exception {
    Path valid = Shared.folder("corpus/malformed").resolve("ext_valid");
    Path folder = Files.createDirectory(scratch.resolve("model"));
    Path model = folder.resolve("model.onnx");
    try (var files = Files.list(valid)) {
      for (Path file : files.toList()) {
        boolean isModel = file.getFileName().toString().endsWith(".onnx");
        Files.copy(file, isModel ? model : folder.resolve(file.getFileName().toString()));
      }
    }
    return model;
  }

  private static Path dataOf(Path model) throws Exception {
    try (var files = Files.list(model.resolveSibling(""))) {
      return files.filter(file -> !file.equals(model)).findFirst().orElseThrow();
    }
  }
}
