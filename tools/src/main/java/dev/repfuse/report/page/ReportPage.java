package dev.repfuse.report.page;

import dev.repfuse.ir.Node;
import dev.repfuse.pass.Report;
import dev.repfuse.report.Json;
import dev.repfuse.report.ReportJson;
import dev.repfuse.report.VerdictJson;
import dev.repfuse.runtime.verify.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two models side by side: what became of what, what was left alone, and whether they are equal.
 */
public final class ReportPage {
  private final Side before;
  private final Side after;
  private final Pairing pairing;
  private final Report report;
  private final Optional<Verdict> verdict;
  private final List<LayerTime> times;

  /**
   * Compares two models.
   *
   * @param report of a driver that ran over the second model; its refusals are shown
   * @param verdict whether the two are equal; nothing if that was not asked
   * @param times how long layers take; none if they were not measured
   */
  public ReportPage(
      PageModel before,
      PageModel after,
      Report report,
      Optional<Verdict> verdict,
      List<LayerTime> times) {
    this.before = new Side("before", before);
    this.after = new Side("after", after);
    this.pairing = new Pairing(this.before, this.after);
    this.report = report;
    this.verdict = verdict;
    this.times = List.copyOf(times);
  }

  /** One HTML file that loads nothing. */
  public String html() {
    Refusals refusals = new Refusals(report, after);
    Markup body = new Markup();
    SummarySection.write(body, before, after, verdict);
    body.begin("main");
    GraphSection.write(body, before, after, pairing, refusals);
    body.begin("div", "class", "columns");
    FoldSection.write(body, after, pairing, before);
    RefusalSection.write(body, refusals, report.changed());
    body.end();
    ChartSection.write(body, before, after, pairing, verdict, times);
    body.end();
    return Page.of(
        before.model().name(),
        after.model().name(),
        body.toString(),
        GraphSection.data(before, after, pairing, refusals));
  }

  /**
   * One JSON document.
   *
   * @param written the file that holds the page
   */
  public String json(Path written) {
    Map<String, Object> document = Json.document("report");
    document.put("original", before.model().path().toString());
    document.put("result", after.model().path().toString());
    document.put("before", Json.statistics(before.model().statistics()));
    document.put("after", Json.statistics(after.model().statistics()));
    document.put("regions", pairing.folded().stream().map(ReportPage::region).toList());
    document.put("gone", names(pairing.gone()));
    document.put("refusals", ReportJson.refusals(report, false));
    document.put("refusalsByReason", ReportJson.totals(report));
    verdict.ifPresent(v -> document.put("verification", VerdictJson.of(v)));
    document.put("written", written.toString());
    return Json.write(document);
  }

  private static Map<String, Object> region(Region region) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("from", names(region.before()));
    object.put("into", names(region.after()));
    return object;
  }

  private static List<String> names(List<Node> nodes) {
    return nodes.stream().map(Node::toString).toList();
  }
}
