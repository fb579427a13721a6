package dev.repfuse.suite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shared folder of models, named by the system property {@code repfuse.shared}. */
final class Shared {
  private static final Path ROOT =
      Path.of(System.getProperty("repfuse.shared", "../../shared")).toAbsolutePath().normalize();

  private Shared() {}

  /** A folder inside; the test is skipped when it is not there. */
  static Path folder(String name) {
    Path folder = ROOT.resolve(name);
    assumeTrue(Files.isDirectory(folder), () -> folder + " is not there; set -Drepfuse.shared");
    return folder;
  }

  /** The rows of a table with a header line, tab-separated, as maps from column to cell. */
  static List<Map<String, String>> table(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String[] header = lines.getFirst().split("\t", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < header.length; i++) {
        row.put(header[i], i < cells.length ? cells[i] : "");
      }
      rows.add(row);
    }
    return rows;
  }

  /** A cell of a row; empty when the table has no such column. */
  static String cell(Map<String, String> row, String column) {
    return row.getOrDefault(column, "");
  }
}
