package dev.repfuse.report;

import dev.repfuse.FuseResult;
import dev.repfuse.pass.Fold;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Remark;
import dev.repfuse.pass.Report;
import dev.repfuse.pass.RoundingRisk;
import dev.repfuse.prove.ModelProof;
import dev.repfuse.runtime.verify.Verdict;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One screen of text about a fold. */
public final class FuseText {
  private static final int MOST_REASONS = 4;
  private static final int MOST_RISKS = 1;

  private final StringBuilder text = new StringBuilder();
  private final Style style;

  private FuseText(Style style) {
    this.style = style;
  }

  /** The whole text, with a line break at its end. */
  public static String of(
      FuseSummary summary,
      FuseResult result,
      Optional<Verdict> verdict,
      Optional<ModelProof> proof,
      Optional<Path> written,
      boolean dryRun,
      boolean verbose,
      Style style) {
    FuseText text = new FuseText(style);
    text.read(summary);
    text.passes(result.report(), verbose);
    text.risks(result.report().risks(), verbose);
    text.refusals(result.report(), verbose);
    text.table(result.before(), result.after());
    proof.ifPresent(p -> text.text.append(ProofText.of(p, verbose, style).indent(2)));
    text.verdict(verdict, written.isPresent(), result.changed());
    text.where(written, result, dryRun, verdict);
    return text.text.toString();
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments).stripTrailing()).append('\n');
  }

  private void read(FuseSummary summary) {
    String opset =
        summary.opset().isPresent() ? "opset " + summary.opset().getAsLong() : "no opset";
    String producer = summary.producer().isEmpty() ? "" : ", by " + summary.producer();
    line(
        "%s  %s, %s, IR version %d%s",
        style.bold(summary.input().toString()),
        Figures.bytes(summary.bytes()),
        opset,
        summary.irVersion(),
        producer);
    line("");
  }

  private void passes(Report report, boolean verbose) {
    for (Report.PassReport pass : report.passes()) {
      if (pass.folds().isEmpty()) {
        continue;
      }
      String counts =
          pass.counts().entrySet().stream()
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining(", "));
      line("  %-11s %s %s", pass.pass(), counts, style.dim(nodes(pass.nodesRemoved())));
      if (verbose) {
        pass.folds().forEach(this::fold);
      }
    }
    if (!report.changed()) {
      line("  nothing to fold");
    }
  }

  private static String nodes(int removed) {
    int count = Math.abs(removed);
    return removed == 0
        ? ""
        : "(%d %s %s)"
            .formatted(count, count == 1 ? "node" : "nodes", removed > 0 ? "fewer" : "more");
  }

  private void fold(Fold fold) {
    String into = fold.into().isEmpty() ? "gone" : String.join(", ", fold.into());
    line("      %s %s", String.join(", ", fold.origins()), style.dim("→ " + into));
  }

  /** What the folds of half precision may lose: the one that loses most, or all of them. */
  private void risks(List<RoundingRisk> risks, boolean verbose) {
    List<RoundingRisk> worstFirst =
        risks.stream()
            .sorted(Comparator.comparingDouble(RoundingRisk::condition).reversed())
            .toList();
    worstFirst.stream()
        .limit(verbose ? risks.size() : MOST_RISKS)
        .forEach(risk -> line("  %s %s", style.bad("warning:"), risk.words()));
    if (!verbose && risks.size() > MOST_RISKS) {
      line(
          "    %s",
          style.dim("… and %d more folds like it: -v".formatted(risks.size() - MOST_RISKS)));
    }
  }

  private void refusals(Report report, boolean verbose) {
    List<Map.Entry<Reason, Integer>> reasons =
        report.refusals().entrySet().stream()
            .filter(entry -> verbose || entry.getKey() != Reason.ALREADY_ONE)
            .sorted(Map.Entry.<Reason, Integer>comparingByValue().reversed())
            .toList();
    if (reasons.isEmpty()) {
      return;
    }
    line("  left alone:");
    reasons.stream()
        .limit(verbose ? reasons.size() : MOST_REASONS)
        .forEach(entry -> line("    %5d × %s", entry.getValue(), entry.getKey().sentence()));
    if (!verbose && reasons.size() > MOST_REASONS) {
      line(
          "    %s",
          style.dim("… and %d more reasons: -v".formatted(reasons.size() - MOST_REASONS)));
    }
    if (verbose) {
      report.remarks().forEach(this::remark);
    }
  }

  private void remark(Remark remark) {
    String detail = remark.detail().isEmpty() ? "" : " (" + remark.detail() + ")";
    line("      %s: %s%s", remark.node(), remark.reason().sentence(), style.dim(detail));
  }

  private void table(ModelStatistics before, ModelStatistics after) {
    line("");
    line("  %-20s %16s %16s", "", "before", "after");
    row("nodes", before.nodes(), after.nodes());
    row("Conv", before.count("Conv"), after.count("Conv"));
    row(
        "BatchNormalization",
        before.count("BatchNormalization"),
        after.count("BatchNormalization"));
    row("parameters", before.parameters(), after.parameters());
    if (before.macs().isPresent() && after.macs().isPresent()) {
      row("MACs", before.macs().getAsLong(), after.macs().getAsLong());
    } else {
      line("  %-20s %16s %16s", "MACs", Figures.count(before.macs()), Figures.count(after.macs()));
    }
    line(
        "  %-20s %16s %16s  %s",
        "file size",
        Figures.bytes(before.bytes()),
        Figures.bytes(after.bytes()),
        Figures.change(before.bytes(), after.bytes()));
    line("");
  }

  private void row(String name, long before, long after) {
    line(
        "  %-20s %16s %16s  %s",
        name, Figures.count(before), Figures.count(after), Figures.change(before, after));
  }

  private void verdict(Optional<Verdict> verdict, boolean written, boolean changed) {
    if (verdict.isPresent()) {
      String words = verdict.get().words();
      line(
          "  %s", verdict.get().provesEqual() ? style.good("✓ " + words) : style.bad("✗ " + words));
    } else if (written && changed) {
      line("  %s", style.dim("not verified"));
    }
  }

  private void where(
      Optional<Path> written, FuseResult result, boolean dryRun, Optional<Verdict> verdict) {
    if (written.isPresent()) {
      line("  %s %s", style.bold("wrote"), written.get());
    } else if (dryRun) {
      line("  nothing was written: --dry-run");
    } else if (verdict.isEmpty() && !result.changed()) {
      line("  nothing was written: the model stays as it is");
    }
  }
}
