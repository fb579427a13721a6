package dev.repfuse.supernet;

import dev.repfuse.pass.choice.ChoiceException;
import dev.repfuse.pass.choice.SearchSpace;
import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Figures of architectures that somebody measured, a table of comma-separated values with a header.
 * The column {@code arch} has the choices, as digits or with hyphens in between. Columns whose
 * names begin with the same letters are repeats of one figure, of which the mean is taken: alone0
 * and alone1_test are both {@code alone}, accuracies of networks that were trained alone. Means are
 * rounded to five decimals, so that figures that were cut off at six do not tell ties apart.
 *
 * @param figures by name, each as long as the list of architectures
 */
public record Accuracies(List<int[]> architectures, Map<String, double[]> figures) {
  /** What the others are compared with. */
  public static final String ALONE = "alone";

  /** Equal shares of images whose digits were cut off differently stay equal. */
  private static final double FINEST = 1e5;

  private static final String ARCH = "arch";
  private static final Pattern NAME = Pattern.compile("(\\p{Alpha}+)\\d*(_.*)?");

  /** What is counted here as well, and a row's number. */
  private static final List<String> IGNORED = List.of("n", "macs", "params");

  private static final long LARGEST_FILE = 16 << 20;

  /**
   * Reads a table.
   *
   * @throws DataException if it cannot be read, lacks a column, or a row is none of the space's
   */
  public static Accuracies read(Path file, SearchSpace space) {
    List<String> lines = lines(file);
    if (lines.isEmpty()) {
      throw new DataException(file + ": is empty");
    }
    List<String> header = cells(lines.getFirst());
    Map<String, List<Integer>> columns = columns(file, header);
    List<int[]> architectures = new ArrayList<>();
    Map<String, double[]> figures = new LinkedHashMap<>();
    columns.keySet().forEach(name -> figures.put(name, new double[lines.size() - 1]));
    for (int row = 1; row < lines.size(); row++) {
      List<String> cells = cells(lines.get(row));
      if (cells.size() != header.size()) {
        throw new DataException(
            "%s: line %d has %d cells, and the header %d"
                .formatted(file, row + 1, cells.size(), header.size()));
      }
      architectures.add(architecture(file, row + 1, cells.get(header.indexOf(ARCH)), space));
      for (var column : columns.entrySet()) {
        double sum = 0;
        for (int index : column.getValue()) {
          sum += number(file, row + 1, cells.get(index));
        }
        Optional.ofNullable(figures.get(column.getKey())).orElseThrow()[row - 1] =
            Math.round(sum / column.getValue().size() * FINEST) / FINEST;
      }
    }
    return new Accuracies(List.copyOf(architectures), figures);
  }

  /** The same with one figure more. */
  public Accuracies with(String name, double[] values) {
    Map<String, double[]> more = new LinkedHashMap<>(figures);
    more.put(name, values);
    return new Accuracies(architectures, more);
  }

  private static List<String> lines(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
        throw new DataException(file + ": is no file, or larger than 16 MiB");
      }
      return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read as text", e);
    }
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
  }

  private static Map<String, List<Integer>> columns(Path file, List<String> header) {
    Map<String, List<Integer>> columns = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      Matcher name = NAME.matcher(header.get(i));
      if (name.matches() && !header.get(i).equals(ARCH) && !IGNORED.contains(name.group(1))) {
        columns.computeIfAbsent(name.group(1), key -> new ArrayList<>()).add(i);
      }
    }
    if (!header.contains(ARCH) || !columns.containsKey(ALONE)) {
      throw new DataException("%s: has to have the columns %s and %s".formatted(file, ARCH, ALONE));
    }
    return columns;
  }

  private static int[] architecture(Path file, int line, String word, SearchSpace space) {
    String[] numbers = word.contains("-") ? word.split("-", -1) : word.split("");
    List<Integer> choices = new ArrayList<>();
    for (String number : numbers) {
      choices.add((int) number(file, line, number));
    }
    try {
      new SearchSpace(space.points()).check(choices);
    } catch (ChoiceException e) {
      throw new DataException("%s: line %d: %s".formatted(file, line, e.getMessage()), e);
    }
    return choices.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double number(Path file, int line, String word) {
    try {
      double number = Double.parseDouble(word);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new DataException("%s: line %d: '%s' is no number".formatted(file, line, word), e);
    }
    throw new DataException("%s: line %d: '%s' is not finite".formatted(file, line, word));
  }
}
