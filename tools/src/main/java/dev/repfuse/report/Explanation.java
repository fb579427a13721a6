package dev.repfuse.report;

import dev.repfuse.FuseResult;
import dev.repfuse.pass.Fold;
import dev.repfuse.pass.Gain;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Remark;
import dev.repfuse.pass.Report;
import dev.repfuse.pass.cost.Cost;
import dev.repfuse.pass.cost.Estimate;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is folded into what, and which rule forbids the rest. */
public final class Explanation {
  private final Path input;
  private final String target;
  private final Report report;

  /** Of what was done to a model file. */
  public Explanation(Path input, FuseResult result) {
    this.input = input;
    this.target = result.target().name();
    this.report = result.report();
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("Folded (costs as on a machine '").append(target).append("'):\n");
    boolean folded = false;
    for (Report.PassReport pass : report.passes()) {
      for (Fold fold : pass.folds()) {
        if (!fold.into().isEmpty()) {
          folded = true;
          fold(text, fold);
        }
      }
    }
    text.append(folded ? "" : "  nothing\n").append("\nNot folded:\n");
    for (Remark remark : report.remarks()) {
      text.append("  ").append(remark.node()).append(": ").append(remark.reason().sentence());
      if (!remark.detail().isEmpty()) {
        text.append(" (").append(remark.detail()).append(')');
      }
      text.append(" [").append(remark.reason().rule()).append("]\n");
      figures(text, "  rejected", remark.choice().rejected());
    }
    text.append(report.remarks().isEmpty() ? "  nothing was refused\n" : "");
    totals(text);
    return text.toString();
  }

  private static void fold(StringBuilder text, Fold fold) {
    text.append("  ").append(String.join("\n  + ", fold.origins())).append('\n');
    text.append("    → ").append(String.join(", ", fold.into()));
    text.append("  [%s: %s]%n".formatted(fold.rewrite(), gain(fold.gain())));
    fold.risk().ifPresent(risk -> text.append("      warning: %s%n".formatted(risk.words())));
    figures(text, "    chosen", fold.choice().chosen());
    figures(text, "    next best", fold.choice().rejected());
  }

  /** The line {@code chosen: 5 nodes from 'x', 12.0 → 4.1 µs, 1,200 → 400 MACs, …}. */
  private static void figures(StringBuilder text, String label, Optional<Estimate> figures) {
    figures.ifPresent(estimate -> {
      Cost before = estimate.before();
      Cost after = estimate.after();
      text.append(
          String.format(
              Locale.ROOT,
              "  %s: %d %s from '%s', %.1f → %.1f µs%s, %s → %s MACs, %s → %s moved%n",
              label,
              estimate.nodes(),
              estimate.nodes() == 1 ? "node" : "nodes",
              estimate.source(),
              estimate.timeBefore() / 1000,
              estimate.timeAfter() / 1000,
              estimate.isMeasured() ? " as measured" : "",
              Figures.count(Math.round(before.macs())),
              Figures.count(Math.round(after.macs())),
              Figures.bytes(Math.round(before.bytes())),
              Figures.bytes(Math.round(after.bytes()))));
    });
  }

  private static String gain(Gain gain) {
    String nodes = change(gain.nodes(), Math.abs(gain.nodes()) == 1 ? "node" : "nodes");
    return gain.macs() == 0 ? nodes : nodes + ", " + change(gain.macs(), "MACs");
  }

  private static String change(long saved, String unit) {
    String count = Figures.count(Math.abs(saved));
    return "%s %s %s".formatted(count, unit, saved < 0 ? "more" : "fewer");
  }

  private void totals(StringBuilder text) {
    text.append("\nChanges by rewrite:\n").append(report.changed() ? "" : "  none\n");
    for (Report.PassReport pass : report.passes()) {
      for (Map.Entry<String, Integer> count : pass.counts().entrySet()) {
        text.append("  %6d  %s (%s)%n".formatted(count.getValue(), count.getKey(), pass.pass()));
      }
    }
    text.append("\nRefusals by reason:\n").append(report.remarks().isEmpty() ? "  none\n" : "");
    for (Map.Entry<Reason, Integer> count : report.refusals().entrySet()) {
      Reason reason = count.getKey();
      text.append(
          "  %6d  %s: %s [%s]%n"
              .formatted(count.getValue(), reason, reason.sentence(), reason.rule()));
    }
  }

  /** For programs. */
  public String json() {
    Map<String, Object> document = Json.document("explain");
    document.put("input", input.toString());
    document.put("target", target);
    document.put("passes", ReportJson.passes(report, true));
    document.put("refusals", ReportJson.refusals(report, true));
    document.put("refusalsByReason", ReportJson.totals(report));
    return Json.write(document);
  }
}
