package dev.repfuse.report;

import dev.repfuse.pass.choice.Decider;
import dev.repfuse.search.angle.AngleTable.Matched;
import dev.repfuse.search.angle.Operator;
import dev.repfuse.search.angle.ScoredOperator;
import dev.repfuse.supernet.Accuracies;
import dev.repfuse.supernet.Agreement;
import dev.repfuse.supernet.Judged;
import dev.repfuse.supernet.OperatorRows;
import dev.repfuse.supernet.OperatorRows.Ranking;
import dev.repfuse.supernet.Shrinking;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What shrinking a search space did, as text and as JSON.
 *
 * @param accuracies on record
 * @param judged accuracies on data
 * @param agreement with accuracies on record; none without them
 * @param notes what the user has to know for the next step, one sentence each
 * @param written empty if nothing was dropped
 */
public record ShrinkText(
    Path trained,
    Matched matched,
    Shrinking.Outcome outcome,
    Optional<Accuracies> accuracies,
    Optional<Judged> judged,
    List<Agreement.Row> agreement,
    List<String> notes,
    Optional<Path> written) {

  public ShrinkText {
    agreement = List.copyOf(agreement);
    notes = List.copyOf(notes);
  }

  private List<Decider> deciders() {
    return List.copyOf(outcome.space().deciders().keySet());
  }

  private List<Accuracies> tables() {
    return Stream.concat(accuracies.stream(), judged.map(Judged::drawn).stream()).toList();
  }

  private Shrinking.Step first() {
    return outcome.steps().getFirst();
  }

  /** Tables: operators under all rankings, steps, and how figures agree with accuracies. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(trained).append("\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "  %,d layers, %,d architectures; angles of %s, %s a second%n%n",
            deciders().size(),
            first().before().size(),
            first().scores().exact()
                ? "all that are allowed: " + Figures.count(first().scores().children())
                : Figures.count(first().scores().children()) + " that were drawn",
            Figures.count(rate(first()))));
    judged.ifPresent(found ->
        text.append(
            String.format(
                Locale.ROOT,
                "  judged: on data, %,d architectures with the weights that they share; %,d were run in %.1f s%n%n",
                found.drawn().architectures().size(),
                found.evaluated(),
                found.seconds())));
    operators(text);
    int number = outcome.history().steps() - droppingSteps();
    for (Shrinking.Step step : outcome.steps()) {
      if (!step.dropped().isEmpty()) {
        number++;
        text.append(
            String.format(
                Locale.ROOT,
                "%n  step %d dropped %s%n  %,d architectures are left%n",
                number,
                step.dropped().stream()
                    .map(one -> OperatorRows.words(deciders(), one))
                    .collect(Collectors.joining(", ")),
                step.after().size()));
      }
    }
    agreement(text);
    notes.forEach(note -> text.append("\n  ").append(note).append('\n'));
    written.ifPresent(path -> text.append("\n  wrote ").append(path).append('\n'));
    return text.toString();
  }

  private int droppingSteps() {
    return (int) outcome.steps().stream().filter(step -> !step.dropped().isEmpty()).count();
  }

  private static long rate(Shrinking.Step step) {
    return Math.round(step.scores().children() / step.seconds());
  }

  private void operators(StringBuilder text) {
    List<Ranking> rankings = OperatorRows.of(first(), matched, tables());
    List<ScoredOperator> scored = first().scores().operators();
    text.append("  ranks from 1, the smallest value; by the angle, 1 goes first\n\n");
    text.append(
        String.format(Locale.ROOT, "  %-16s %9s %11s", "operator", "children", "mean angle"));
    rankings.forEach(
        ranking -> text.append(String.format(Locale.ROOT, " %10s", heading(ranking.name()))));
    text.append('\n');
    Ranking angle = rankings.getFirst();
    List<Integer> order =
        IntStream.range(0, scored.size())
            .boxed()
            .sorted(Comparator.comparingDouble(angle.ranks()::get))
            .toList();
    for (int index : order) {
      ScoredOperator one = scored.get(index);
      text.append(
          String.format(
              Locale.ROOT,
              "  %-16s %,9d %11s",
              OperatorRows.words(deciders(), one.operator()),
              one.children(),
              one.score().isPresent()
                  ? String.format(Locale.ROOT, "%.6f", one.score().getAsDouble())
                  : "none"));
      rankings.forEach(ranking ->
          text.append(String.format(Locale.ROOT, " %10s", rank(ranking.ranks().get(index)))));
      text.append('\n');
    }
  }

  private static String heading(String name) {
    return name.startsWith("accuracy: ") ? name.substring("accuracy: ".length()) : name;
  }

  private static String rank(double rank) {
    return String.format(Locale.ROOT, rank == Math.rint(rank) ? "%.0f" : "%.1f", rank);
  }

  private void agreement(StringBuilder text) {
    if (agreement.isEmpty()) {
      return;
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%n  Kendall's tau with the accuracy of %,d networks trained alone (95%% interval)%n",
            accuracies.orElseThrow().architectures().size()));
    for (Agreement.Row row : agreement) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-34s %6.3f  [%.2f, %.2f]%s%n",
              row.figure(),
              row.tau().value(),
              row.tau().low(),
              row.tau().high(),
              row.architectures() < accuracies.orElseThrow().architectures().size()
                  ? ", of %,d".formatted(row.architectures())
                  : ""));
    }
  }

  /** One object. */
  public String json() {
    Map<String, Object> document = Json.document("shrink");
    document.put("input", trained.toString());
    document.put("choices", SupernetText.deciders(first().before()));
    document.put("architectures", first().before().size().toString());
    document.put("exact", first().scores().exact());
    document.put("children", first().scores().children());
    document.put("childrenPerSecond", rate(first()));
    judged.ifPresent(found -> {
      document.put("judged", found.drawn().architectures().size());
      document.put("evaluated", found.evaluated());
      Json.put(document, "seconds", found.seconds());
    });
    document.put("operators", operators());
    document.put("steps", outcome.steps().stream().map(this::object).toList());
    document.put("left", outcome.space().choices());
    document.put("architecturesLeft", outcome.space().size().toString());
    document.put("stepsInAll", outcome.history().steps());
    document.put(
        "agreement",
        agreement.stream()
            .map(row -> {
              Map<String, Object> object = new LinkedHashMap<>();
              object.put("figure", row.figure());
              Json.put(object, "tau", row.tau().value());
              Json.put(object, "low", row.tau().low());
              Json.put(object, "high", row.tau().high());
              object.put("architectures", row.architectures());
              return object;
            })
            .toList());
    document.put("notes", notes);
    written.ifPresent(path -> document.put("written", path.toString()));
    return Json.write(document);
  }

  private List<Map<String, Object>> operators() {
    List<Map<String, Object>> rows = new ArrayList<>();
    List<Ranking> rankings = OperatorRows.of(first(), matched, tables());
    List<ScoredOperator> scored = first().scores().operators();
    for (int i = 0; i < scored.size(); i++) {
      Map<String, Object> row = object(scored.get(i).operator());
      row.put("children", scored.get(i).children());
      Map<String, Object> figures = new LinkedHashMap<>();
      for (Ranking ranking : rankings) {
        Map<String, Object> figure = new LinkedHashMap<>();
        Json.put(figure, "value", ranking.values().get(i));
        figure.put("rank", ranking.ranks().get(i));
        figures.put(ranking.name(), figure);
      }
      row.put("rankings", figures);
      rows.add(row);
    }
    return rows;
  }

  private static Map<String, Object> object(Operator operator) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("decider", operator.decider());
    object.put("choice", operator.choice());
    return object;
  }

  private Map<String, Object> object(Shrinking.Step step) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("dropped", step.dropped().stream().map(ShrinkText::object).toList());
    object.put("architecturesLeft", step.after().size().toString());
    return object;
  }
}
