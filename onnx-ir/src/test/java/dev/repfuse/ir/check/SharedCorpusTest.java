package dev.repfuse.ir.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real files of other people pass, and each row of the malformed table has the outcome it asks. */
@Tag("shared")
class SharedCorpusTest {
  private static final Path CORPUS =
      Path.of(System.getProperty("repfuse.shared", "../../shared"), "corpus");

  /** A row of a table with a header. */
  private record Row(Map<String, String> cells) {
    String get(String column) {
      return cells.getOrDefault(column, "");
    }
  }

  private static List<Row> rows(Path folder) throws IOException {
    Path index = folder.resolve("INDEX.tsv");
    assumeTrue(Files.exists(index), () -> index + " is not there");
    List<String> lines = Files.readAllLines(index);
    String[] header = lines.getFirst().split("\t", -1);
    List<Row> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      Map<String, String> named = new HashMap<>();
      for (int i = 0; i < cells.length; i++) {
        named.put(header[i], cells[i]);
      }
      rows.add(new Row(named));
    }
    return rows;
  }

  /** Why a file is refused, if it is. */
  private static Optional<String> refusal(Path file) {
    try {
      ModelCheck.check(ModelFile.read(file));
      return Optional.empty();
    } catch (ModelException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  @Test
  void refusesWhatIsMalformedAndNothingElse() throws IOException {
    Path folder = CORPUS.resolve("malformed");
    List<String> wrong = new ArrayList<>();
    for (Row row : rows(folder)) {
      Optional<String> refusal = refusal(folder.resolve(row.get("file")));
      refusal.ifPresent(line -> assertFalse(line.contains("\n"), () -> row.get("id")));
      boolean mayStay = row.get("expected").contains("leave the node alone");
      boolean asked =
          switch (row.get("class")) {
            case "error" -> refusal.isPresent() || mayStay;
            case "accept" -> refusal.isEmpty();
            default -> true;
          };
      if (!asked) {
        wrong.add(row.get("id") + ": " + refusal.orElse("accepted"));
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void acceptsWhatTheRuntimeLoads() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Row row : rows(CORPUS)) {
      if (row.get("loads_in_onnxruntime").equals("yes")) {
        refusal(CORPUS.resolve(row.get("file")))
            .ifPresent(line -> wrong.add(row.get("id") + ": " + line));
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void acceptsTheGeneratedModels() throws IOException {
    Path models = CORPUS.resolveSibling("models");
    assumeTrue(Files.exists(models), () -> models + " is not there");
    List<String> wrong = new ArrayList<>();
    try (var files = Files.walk(models)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList()) {
        refusal(file).ifPresent(wrong::add);
      }
    }
    assertEquals(List.of(), wrong);
  }
}
