package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Repfuse;
import dev.repfuse.ir.Model;
import dev.repfuse.pass.choice.FindChoices;
import dev.repfuse.pass.choice.SearchSpace;
import dev.repfuse.search.angle.AngleTable;
import dev.repfuse.search.angle.Angles;
import dev.repfuse.search.angle.Operator;
import dev.repfuse.search.angle.OperatorCosts;
import dev.repfuse.search.angle.PartialSums;
import dev.repfuse.search.angle.Population;
import dev.repfuse.search.angle.Schedule;
import dev.repfuse.search.angle.ScoredOperator;
import dev.repfuse.search.angle.Scoring;
import dev.repfuse.supernet.Accuracies;
import dev.repfuse.supernet.Agreement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Angles of a trained supernet, against what was computed of whole vectors elsewhere. */
@Tag("shared")
class AnglesTest {
  private static final double EXACT = 1e-12;

  /** A supernet's angles and its space. */
  private record Loaded(AngleTable.Matched matched, SearchSpace space) {
    Angles angles() {
      return matched.angles();
    }
  }

  private static Loaded load(String trained, String initial) {
    Path spos = Shared.folder("supernet/spos");
    Model model = Repfuse.read(spos.resolve("supernet_%s.onnx".formatted(trained)));
    SearchSpace space = FindChoices.in(model).space();
    Model before = Repfuse.read(spos.resolve("supernet_%s.onnx".formatted(initial)));
    return new Loaded(AngleTable.of(before, model, space), space);
  }

  static List<Map<String, String>> rows(String name) throws IOException {
    List<String> lines = Files.readAllLines(Shared.folder("supernet/spos").resolve(name));
    List<String> header = List.of(lines.getFirst().split(",", -1));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.split(",", -1));
      Map<String, String> row = new LinkedHashMap<>();
      header.forEach(column -> row.put(column, cells.get(row.size())));
      rows.add(row);
    }
    return rows;
  }

  static double number(Map<String, String> row, String column) {
    return Double.parseDouble(Shared.cell(row, column));
  }

  static int[] child(Map<String, String> row) {
    return Shared.cell(row, "arch").chars().map(digit -> digit - '0').toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "onehot, initial",
    "onehot, initial_dedup",
    "gather, initial",
    "if, initial",
    "if_script, initial",
    "gather, initial_dedup"
  })
  void everyArchitectureHasItsAngle(String form, String initial) throws IOException {
    Angles angles = load(form, initial).angles();
    double worst = 0;
    int count = 0;
    for (Map<String, String> row : rows("angles.csv")) {
      int[] child = child(row);
      PartialSums sums = angles.sums(child);
      worst = Math.max(worst, Math.abs(sums.dot() / number(row, "dot") - 1));
      worst = Math.max(worst, Math.abs(sums.initial() / number(row, "norm0_sq") - 1));
      worst = Math.max(worst, Math.abs(sums.trained() / number(row, "norm_sq") - 1));
      worst = Math.max(worst, Math.abs(angles.angle(child) - number(row, "angle")));
      worst =
          Math.max(
              worst, Math.abs(angles.searched(child).angle() - number(row, "angle_without_fixed")));
      worst =
          Math.max(
              worst,
              Math.abs(angles.sumOfOperatorAngles(child) - number(row, "sum_of_operator_angles")));
      count++;
    }
    double error = worst;
    System.out.printf("%s, %s: %d rows, largest difference %.1e%n", form, initial, count, error);
    assertTrue(error <= EXACT, () -> "differs by %.1e".formatted(error));
    assertTrue(count >= 64);
  }

  @ParameterizedTest
  @CsvSource({"onehot", "gather", "if"})
  void everyOperatorHasItsMeanAndRank(String form) throws IOException {
    Loaded loaded = load(form, "initial");
    Scoring.Scores scores =
        new Scoring(loaded.angles(), new Population(1_000, 4_096, 1, child -> true))
            .of(loaded.space());
    assertTrue(scores.exact());
    assertEquals(4_096, scores.children());
    List<ScoredOperator> order =
        scores.operators().stream()
            .sorted(Comparator.comparingDouble(scored -> scored.score().orElseThrow()))
            .toList();
    for (Map<String, String> row : rows("operators.csv")) {
      if (Shared.cell(row, "layer").equals("fixed")) {
        continue;
      }
      Operator operator = new Operator((int) number(row, "layer"), (int) number(row, "choice"));
      int rank = (int) number(row, "rank_dropped_first_is_1");
      ScoredOperator scored = order.get(rank - 1);
      assertEquals(operator, scored.operator());
      assertEquals(number(row, "children"), (double) scored.children());
      assertEquals(number(row, "mean_angle_of_all_children"), scored.score().orElseThrow(), EXACT);
      PartialSums sums = loaded.angles().operator(operator.decider(), operator.choice());
      assertEquals(number(row, "angle"), sums.angle(), EXACT);
    }
    List<Operator> dropped = Schedule.SPOS.dropped(loaded.space(), scores.operators(), 7);
    assertEquals(
        List.of(
            new Operator(5, 3),
            new Operator(4, 3),
            new Operator(3, 3),
            new Operator(1, 3),
            new Operator(1, 0),
            new Operator(0, 0),
            new Operator(2, 3)),
        dropped);
  }

  /** 1,000 children for each operator come near the mean of all 1,024. */
  @Test
  void samplesComeNearTheMeansOfAll() {
    Loaded loaded = load("onehot", "initial");
    Scoring all = new Scoring(loaded.angles(), new Population(1_000, 4_096, 1, child -> true));
    Scoring some = new Scoring(loaded.angles(), new Population(900, 0, 7, child -> true));
    List<ScoredOperator> exact = all.of(loaded.space()).operators();
    List<ScoredOperator> drawn = some.of(loaded.space()).operators();
    for (int i = 0; i < exact.size(); i++) {
      assertTrue(drawn.get(i).children() >= 900);
      assertEquals(exact.get(i).score().orElseThrow(), drawn.get(i).score().orElseThrow(), 1e-3);
    }
  }

  @ParameterizedTest
  @CsvSource({"onehot", "gather", "if"})
  void costsAreThoseOnRecord(String form) throws IOException {
    Loaded loaded = load(form, "initial");
    OperatorCosts macs = loaded.matched().macs().orElseThrow();
    OperatorCosts parameters = loaded.matched().parameters().orElseThrow();
    for (Map<String, String> row : rows("accuracy.csv")) {
      String name = Arrays.toString(child(row));
      assertEquals(number(row, "macs"), (double) macs.of(child(row)), name);
      assertEquals(number(row, "params"), (double) parameters.of(child(row)), name);
    }
  }

  /**
   * Figures of the table beside the supernet, of which the intervals are of another random
   * sequence. Its means of shares of images keep the rounding of their sums, which tells some equal
   * ones apart; with such means each tau is as on record. How the record ranks those of a sum of
   * ranks is not known, and {@code shrink} takes equal ones for ties: there taus agree to .005.
   */
  @Test
  void figuresAgreeWithAccuraciesAsOnRecord() throws IOException {
    Loaded loaded = load("onehot", "initial");
    Path spos = Shared.folder("supernet/spos");
    Accuracies ties = Accuracies.read(spos.resolve("accuracy.csv"), loaded.space());
    Map<String, double[]> figures = new LinkedHashMap<>();
    figures.put("raw", means("raw"));
    figures.put("recal", means("recal"));
    double[] first = means("alone0");
    double[] second = means("alone1");
    figures.put("alone", first);
    for (int i = 0; i < first.length; i++) {
      first[i] = (first[i] + second[i]) / 2;
    }
    compare(loaded, new Accuracies(ties.architectures(), figures), 5.01e-4);
    compare(loaded, ties, 5e-3);
  }

  private static final double IMAGES = 1_500;

  private static double[] means(String name) throws IOException {
    return rows("accuracy.csv").stream()
        .mapToDouble(row ->
            (Math.rint(number(row, name + "_val") * IMAGES) / IMAGES
                    + Math.rint(number(row, name + "_test") * IMAGES) / IMAGES)
                / 2)
        .toArray();
  }

  private static void compare(Loaded loaded, Accuracies accuracies, double tolerance) {
    JsonNode record =
        new JsonMapper()
            .readTree(Shared.folder("supernet/spos").resolve("figures.json").toFile())
            .get("tau_with_stand_alone");
    Map<String, String> names =
        Map.of(
            "angle", "angle",
            "angle without the fixed part", "angle_without_fixed",
            "sum of operator angles", "sum_of_operator_angles",
            "MACs", "macs",
            "parameters", "params",
            "accuracy: raw", "oneshot_raw",
            "accuracy: recal", "oneshot_recal",
            "rank sum of angle and recal", "rank_sum_of_recal_accuracy_and_angle");
    int compared = 0;
    for (Agreement.Row row : Agreement.of(loaded.matched(), accuracies, 1)) {
      if (names.containsKey(row.figure())) {
        JsonNode wanted = record.get(names.getOrDefault(row.figure(), ""));
        double close = row.figure().startsWith("rank sum") ? 5e-3 : tolerance;
        assertEquals(wanted.get("tau").doubleValue(), row.tau().value(), close, row.figure());
        assertEquals(wanted.at("/ci95/0").doubleValue(), row.tau().low(), .03, row.figure());
        assertEquals(wanted.at("/ci95/1").doubleValue(), row.tau().high(), .03, row.figure());
        compared++;
      }
    }
    assertEquals(names.size(), compared);
  }
}
