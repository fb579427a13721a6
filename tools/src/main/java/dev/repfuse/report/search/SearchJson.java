package dev.repfuse.report.search;

import dev.repfuse.report.Json;
import dev.repfuse.search.Bound;
import dev.repfuse.search.Findings;
import dev.repfuse.search.Trial;
import dev.repfuse.search.Trials;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a search found, as JSON. */
public record SearchJson(SearchText report) {
  private static final String COMMAND = "search";

  /** How the text begins. */
  public static final String BEGINNING = Json.beginning(COMMAND);

  /** One object. */
  public String json() {
    Findings findings = report.findings();
    SearchText.Pace pace = report.pace();
    Map<String, Object> document = Json.document(COMMAND);
    document.put("supernet", report.supernet().toString());
    document.put("architectures", report.architectures());
    document.put("score", report.score());
    document.put("preset", findings.preset().name());
    document.put("population", findings.preset().population());
    document.put("generations", findings.preset().generations());
    document.put("seed", findings.seed());
    document.put("complete", findings.complete());
    findings.objective().ifPresent(metric -> document.put("objective", metric.key()));
    Map<String, Object> limits = new LinkedHashMap<>();
    for (Bound bound : findings.bounds()) {
      Map<String, Object> range = new LinkedHashMap<>();
      Json.put(range, "least", bound.least());
      Json.put(range, "most", bound.most());
      limits.put(bound.metric().key(), range);
    }
    document.put("limits", limits);
    findings.evolution().best().ifPresent(best -> document.put("best", row(best)));
    findings.random().best().ifPresent(best -> document.put("bestOfRandom", row(best)));
    RankingByMacs.of(findings.random())
        .ifPresent(ranking -> document.put("byMacsAlone", ranking.json()));
    findings
        .objective()
        .ifPresent(metric ->
            document.put(
                "front", findings.evolution().front(metric).stream().map(this::row).toList()));
    document.put("evolution", rows(findings.evolution()));
    document.put("random", rows(findings.random()));
    document.put("evaluated", pace.evaluated());
    document.put("known", pace.known());
    document.put("seconds", pace.seconds());
    document.put("written", report.written().stream().map(Path::toString).toList());
    return Json.write(document);
  }

  private List<Map<String, Object>> rows(Trials trials) {
    return trials.list().stream().map(this::row).toList();
  }

  private Map<String, Object> row(Trial trial) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("architecture", trial.architecture());
    row.put("generation", trial.generation());
    row.put("origin", trial.origin().word());
    Json.put(row, report.score(), trial.value());
    trial.costs().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(cost -> Json.put(row, cost.getKey().key(), cost.getValue()));
    return row;
  }
}
