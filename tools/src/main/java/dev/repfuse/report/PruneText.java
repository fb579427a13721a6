package dev.repfuse.report;

import dev.repfuse.PruneResult;
import dev.repfuse.pass.prune.Measure;
import dev.repfuse.recover.Recovery;
import dev.repfuse.runtime.bench.PairedRatio;
import dev.repfuse.runtime.verify.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a pruning removed, as text and as JSON. */
public final class PruneText {
  private static final double LITTLE = 0.95;

  private final Path input;
  private final PruneResult result;
  private final Optional<Verdict> verdict;
  private final Optional<Recovery.Report> fitted;
  private final Optional<PairedRatio> ratio;
  private final Optional<Path> written;

  public PruneText(
      Path input,
      PruneResult result,
      Optional<Verdict> verdict,
      Optional<Recovery.Report> fitted,
      Optional<PairedRatio> ratio,
      Optional<Path> written) {
    this.input = input;
    this.result = result;
    this.verdict = verdict;
    this.fitted = fitted;
    this.ratio = ratio;
    this.written = written;
  }

  /** A few lines. */
  public String text() {
    StringBuilder text = new StringBuilder(input + "\n\n");
    ModelStatistics before = result.before();
    ModelStatistics after = result.after();
    result.blocks().forEach(sum -> row(text, "block removed", sum, ""));
    row(text, "channels removed", "" + result.droppedChannels(), "");
    if (result.droppedChannels() == 0) {
      result
          .kept()
          .forEach(
              (cause, channels) -> text.append("    %d stay: %s%n".formatted(channels, cause)));
    }
    row(text, "parameters", "" + before.parameters(), "" + after.parameters());
    if (before.macs().isPresent() && after.macs().isPresent()) {
      row(text, "MACs", "" + before.macs().getAsLong(), "" + after.macs().getAsLong());
    }
    row(text, "file size", Figures.bytes(before.bytes()), Figures.bytes(after.bytes()));
    result.estimate().ifPresent(share -> estimate(text, share));
    result.rounding().ifPresent(effect -> append(text, effect));
    String against = result.keepsFunction() ? "original" : "masked original";
    verdict.ifPresent(
        v -> text.append("\n  against the ").append(against).append(": ").append(v.words()));
    fitted.ifPresent(report -> append(text, report));
    ratio.ifPresent(measured -> append(text, measured));
    written.ifPresent(path -> text.append("\n  wrote ").append(path));
    return text.append('\n').toString();
  }

  /** What the cost model says; it knows no more of a machine than a few rates. */
  private void estimate(StringBuilder text, double share) {
    String machine = result.options().target().name();
    row(text, "time, estimated", "", String.format(Locale.ROOT, "%.2f of it", share));
    if (result.droppedChannels() > 0 && share > LITTLE) {
      text.append(
          ("  estimated to be hardly faster on %s, where few channels, and widths between multiples of"
                  + " %d, leave lanes idle (--round auto)\n")
              .formatted(machine, result.options().target().channelMultiple()));
    }
  }

  private static void append(StringBuilder text, PairedRatio ratio) {
    String verdict =
        ratio.verdict() == PairedRatio.Verdict.FASTER ? "faster" : "not faster: " + ratio.words();
    text.append(
        String.format(
            Locale.ROOT,
            "%n  takes %.3f [%.3f, %.3f] of the time here: %s",
            ratio.ratio(),
            ratio.low(),
            ratio.high(),
            verdict));
  }

  private static void append(StringBuilder text, PruneResult.Effect effect) {
    text.append(String.format("%n  %-18s %16s %16s%n", "widths", "as they come", "rounded"));
    for (Measure measure : Measure.values()) {
      Double exact = effect.exact().get(measure);
      Double rounded = effect.rounded().get(measure);
      if (exact != null && rounded != null) {
        row(text, measure.words(), "%.0f".formatted(exact), "%.0f".formatted(rounded));
      }
    }
  }

  private static void append(StringBuilder text, Recovery.Report report) {
    for (Recovery.Layer layer : report.layers()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n  fitted %s: error of its output %.3f → %.3f",
              layer.name(),
              layer.before(),
              layer.after()));
    }
    report.left().forEach(layer -> text.append("\n  not fitted: ").append(layer));
    text.append(
        String.format(
            Locale.ROOT,
            "%n  error of the network's output on data that nothing was fitted to: %.3f → %.3f",
            report.before(),
            report.after()));
  }

  private static void row(StringBuilder text, String name, String before, String after) {
    text.append(
        String.format(Locale.ROOT, "  %-18s %16s %16s", name, before, after).stripTrailing());
    text.append('\n');
  }

  /** One object. */
  public String json() {
    Map<String, Object> document = Json.document("prune");
    document.put("input", input.toString());
    document.put("blocksRemoved", result.blocks());
    document.put("channelsRemoved", result.droppedChannels());
    document.put("channelsKept", result.kept());
    document.put("before", Json.statistics(result.before()));
    document.put("after", Json.statistics(result.after()));
    result.estimate().ifPresent(share -> Json.put(document, "estimatedTimeShare", share));
    result
        .rounding()
        .ifPresent(effect -> {
          document.put("costsAsTheyCome", json(effect.exact()));
          document.put("costsRounded", json(effect.rounded()));
        });
    verdict.ifPresent(v -> document.put("verification", new LinkedHashMap<>(VerdictJson.of(v))));
    fitted.ifPresent(report -> document.put("recovery", json(report)));
    ratio.ifPresent(measured -> document.put("benchmark", BenchmarkText.ratio(measured)));
    written.ifPresent(path -> document.put("written", path.toString()));
    return Json.write(document);
  }

  private static Map<String, Object> json(Map<Measure, Double> costs) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (Measure measure : Measure.values()) {
      Double cost = costs.get(measure);
      if (cost != null) {
        object.put(measure.words(), Math.round(cost));
      }
    }
    return object;
  }

  private static Map<String, Object> json(Recovery.Report report) {
    Map<String, Object> object = new LinkedHashMap<>();
    List<Map<String, Object>> layers = new ArrayList<>();
    for (Recovery.Layer layer : report.layers()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("node", layer.name());
      Json.put(row, "errorBefore", layer.before());
      Json.put(row, "errorAfter", layer.after());
      layers.add(row);
    }
    object.put("layers", layers);
    object.put("notFitted", report.left());
    Json.put(object, "errorBefore", report.before());
    Json.put(object, "errorAfter", report.after());
    return object;
  }
}
