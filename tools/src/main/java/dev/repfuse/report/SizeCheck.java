package dev.repfuse.report;

import dev.repfuse.FuseResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether a model could be smaller, and what would go, in one line. */
public record SizeCheck(ModelStatistics before, ModelStatistics after) {
  private static final int MOST_OPERATORS = 3;

  public static SizeCheck of(FuseResult result) {
    return new SizeCheck(result.before(), result.after());
  }

  /** Whether folding takes nodes, parameters or bytes away. */
  public boolean couldBeSmaller() {
    return after.nodes() < before.nodes()
        || after.parameters() < before.parameters()
        || after.bytes() < before.bytes();
  }

  /** The answer as a clause that fits behind the model's name. */
  public String words() {
    return couldBeSmaller()
        ? "could be smaller: " + String.join(", ", losses()) + " would go"
        : "is as small as repfuse makes it";
  }

  private List<String> losses() {
    List<String> losses = new ArrayList<>();
    if (after.nodes() < before.nodes()) {
      losses.add(
          "%s of %s nodes%s"
              .formatted(
                  Figures.count(before.nodes() - after.nodes()),
                  Figures.count(before.nodes()),
                  kinds()));
    }
    if (after.parameters() < before.parameters()) {
      losses.add(Figures.count(before.parameters() - after.parameters()) + " parameters");
    }
    if (after.bytes() < before.bytes()) {
      losses.add(Figures.bytes(before.bytes() - after.bytes()));
    }
    return losses;
  }

  /** The operators of which most would go, such as {@code (112 BatchNormalization, 32 Add)}. */
  private String kinds() {
    Map<String, Integer> fewer = new TreeMap<>();
    before
        .operators()
        .forEach((operator, count) -> {
          int gone = count - after.operators().getOrDefault(operator, 0);
          if (gone > 0) {
            fewer.put(operator, gone);
          }
        });
    if (fewer.isEmpty()) {
      return "";
    }
    List<String> most =
        fewer.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(MOST_OPERATORS)
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .toList();
    return " (%s%s)".formatted(String.join(", ", most), fewer.size() > MOST_OPERATORS ? ", …" : "");
  }

  Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("couldBeSmaller", couldBeSmaller());
    object.put("words", words());
    return object;
  }
}
