package dev.repfuse.report;

import dev.repfuse.AdaptResult;
import dev.repfuse.runtime.verify.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What became of a head, as text and as JSON. */
public record AdaptText(
    Path input, AdaptResult result, Optional<Verdict> verdict, Optional<Path> written) {
  /** A few lines. */
  public String text() {
    AdaptResult.Description head = result.head();
    StringBuilder text = new StringBuilder(input + "\n\n");
    row(text, "pooling", head.pooling() + " of '" + head.map() + "'");
    row(text, "head", String.join(", ", head.steps()));
    head.end()
        .ifPresent(end -> row(text, "ends", "before " + end + ", at '" + head.vector() + "'"));
    row(
        text,
        "output",
        "'%s' %s '%s'"
            .formatted(result.dense(), result.replaces() ? "replaces" : "beside", head.output()));
    row(
        text,
        "file size",
        Figures.bytes(result.before().bytes()) + " -> " + Figures.bytes(result.after().bytes()));
    verdict.ifPresent(
        v -> text.append("\n  mean of the map against the original: ").append(v.words()));
    written.ifPresent(path -> text.append("\n  wrote ").append(path));
    return text.append('\n').toString();
  }

  private static void row(StringBuilder text, String name, String words) {
    text.append("  %-10s %s%n".formatted(name, words));
  }

  /** One object. */
  public String json() {
    AdaptResult.Description head = result.head();
    Map<String, Object> document = Json.document("adapt");
    document.put("input", input.toString());
    document.put("output", head.output());
    document.put("dense", result.dense());
    document.put("replaced", result.replaces());
    document.put("map", head.map());
    document.put("pooling", head.pooling());
    document.put("layers", head.steps());
    document.put("vector", head.vector());
    head.end().ifPresent(end -> document.put("endsBefore", end));
    document.put("before", Json.statistics(result.before()));
    document.put("after", Json.statistics(result.after()));
    verdict.ifPresent(v -> document.put("verification", new LinkedHashMap<>(VerdictJson.of(v))));
    written.ifPresent(path -> document.put("written", path.toString()));
    return Json.write(document);
  }
}
