package dev.repfuse.report;

import dev.repfuse.pass.choice.ChoicePoint;
import dev.repfuse.pass.choice.Decider;
import dev.repfuse.pass.choice.FindChoices;
import dev.repfuse.pass.choice.SearchSpace;
import dev.repfuse.supernet.SupernetFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The choices of a supernet, as text and as JSON. */
public record SupernetText(Path input, FindChoices.Choices choices, Path written) {
  /** A table, and what stays unexplained. */
  public String text() {
    SearchSpace space = choices.space();
    StringBuilder text = new StringBuilder();
    text.append(input).append("\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "  %,d choices, %,d architectures%n%n",
            space.deciders().size(),
            space.size()));
    text.append("  decided by        takes      kind\n");
    for (ChoicePoint point : space.points()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-16s  %-9s  %-7s  %s%n",
              point.decider(),
              "0 to " + (point.choices() - 1),
              SupernetFile.kind(point),
              words(point)));
    }
    choices
        .unexplained()
        .forEach(line -> text.append("  not explained: ").append(line).append('\n'));
    return text.append("\n  wrote ").append(written).append('\n').toString();
  }

  private static String words(ChoicePoint point) {
    return switch (point) {
      case ChoicePoint.Branching branching -> "branches meet in '%s'".formatted(branching.output());
      case ChoicePoint.Generated(var decider, int count, var values) ->
          "%d values, the first '%s'".formatted(values.size(), values.getFirst());
    };
  }

  /** One object. */
  public String json() {
    Map<String, Object> document = Json.document("supernet");
    document.put("input", input.toString());
    document.put("choices", deciders(choices.space()));
    document.put("architectures", choices.space().size().toString());
    document.put("points", choices.space().points().size());
    document.put("unexplained", choices.unexplained());
    document.put("written", written.toString());
    return Json.write(document);
  }

  static List<Map<String, Object>> deciders(SearchSpace space) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Map.Entry<Decider, Integer> decider : space.deciders().entrySet()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("input", decider.getKey().input());
      row.put("at", decider.getKey().at());
      row.put("count", decider.getValue());
      rows.add(row);
    }
    return rows;
  }
}
