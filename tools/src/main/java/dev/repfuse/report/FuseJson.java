package dev.repfuse.report;

import dev.repfuse.FuseResult;
import dev.repfuse.prove.ModelProof;
import dev.repfuse.runtime.verify.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A fold as one JSON object; docs/json.md describes its fields. */
public final class FuseJson {
  private FuseJson() {}

  /**
   * The document.
   *
   * @param figures whether changes and refusals come with the figures that decided
   */
  public static String of(
      FuseSummary summary,
      FuseResult result,
      Optional<Verdict> verdict,
      Optional<ModelProof> proof,
      Optional<Path> written,
      Optional<SizeCheck> check,
      boolean figures) {
    Map<String, Object> document = Json.document("fuse");
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("path", summary.input().toString());
    input.put("bytes", summary.bytes());
    input.put("irVersion", summary.irVersion());
    Json.put(input, "opset", summary.opset());
    input.put("producer", summary.producer());
    document.put("input", input);
    document.put("changed", result.changed());
    written.ifPresent(path -> document.put("output", path.toString()));
    document.put("target", result.target().name());
    document.put("passes", ReportJson.passes(result.report(), figures));
    document.put("refusals", ReportJson.refusals(result.report(), figures));
    document.put("refusalsByReason", ReportJson.totals(result.report()));
    document.put("before", Json.statistics(result.before()));
    document.put("after", Json.statistics(result.after()));
    check.ifPresent(c -> document.put("check", c.json()));
    verdict.ifPresent(v -> document.put("verification", VerdictJson.of(v)));
    proof.ifPresent(p -> document.put("proof", ProofJson.of(p)));
    return Json.write(document);
  }
}
