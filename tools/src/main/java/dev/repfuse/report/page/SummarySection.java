package dev.repfuse.report.page;

import dev.repfuse.report.Figures;
import dev.repfuse.report.ModelStatistics;
import dev.repfuse.runtime.verify.Verdict;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** The head of the page: which models, the verdict, and what became less. */
final class SummarySection {
  private SummarySection() {}

  static void write(Markup page, Side before, Side after, Optional<Verdict> verdict) {
    page.begin("header").element("p", "repfuse report", "class", "kind");
    page.begin("h1").element("span", before.model().name());
    page.element("span", " → ", "class", "arrow").element("span", after.model().name()).end();
    verdict(page, verdict);
    page.end();
    ModelStatistics from = before.model().statistics();
    ModelStatistics to = after.model().statistics();
    page.begin("section", "class", "cards", "aria-label", "Summary");
    card(page, "Nodes", from.nodes(), to.nodes(), Figures::count);
    card(page, "Operators", from.operators().size(), to.operators().size(), Figures::count);
    card(page, "Parameters", from.parameters(), to.parameters(), Figures::count);
    macs(page, from.macs(), to.macs());
    card(page, "File size", from.bytes(), to.bytes(), Figures::bytes);
    page.end();
  }

  private static void verdict(Markup page, Optional<Verdict> verdict) {
    String kind =
        verdict
            .map(v ->
                switch (v) {
                  case Verdict.Equal _ -> "good";
                  case Verdict.Different _ -> "bad";
                  default -> "open";
                })
            .orElse("open");
    page.begin("p", "class", "verdict " + kind);
    page.element(
        "span",
        switch (kind) {
          case "good" -> "✓";
          case "bad" -> "✗";
          default -> "?";
        },
        "aria-hidden",
        "true");
    page.element("span", verdict.map(Verdict::words).orElse("not verified: not asked for")).end();
  }

  private static void macs(Markup page, OptionalLong before, OptionalLong after) {
    if (before.isPresent() && after.isPresent()) {
      card(page, "MACs", before.getAsLong(), after.getAsLong(), Figures::count);
    } else {
      card(page, "MACs", Figures.count(before), Figures.count(after), "");
    }
  }

  private static void card(
      Markup page, String name, long before, long after, LongFunction<String> words) {
    card(page, name, words.apply(before), words.apply(after), Figures.change(before, after));
  }

  private static void card(Markup page, String name, String before, String after, String change) {
    page.begin("div", "class", "card").element("h2", name);
    page.begin("p", "class", "after").element("span", "after ", "class", "unseen");
    page.text(after).end();
    page.begin("p", "class", "before").text("before " + before + " ");
    page.element("strong", change.replace('-', '−')).end().end();
  }
}
