package dev.repfuse.report.search;

import dev.repfuse.report.html.Frame;
import dev.repfuse.report.html.Html;
import dev.repfuse.search.Findings;
import dev.repfuse.search.Metric;
import dev.repfuse.search.Trial;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a search found, as one HTML file that needs nothing else. */
public record SearchPage(SearchText report) {
  private static final String COMMAND = "search";

  /** How the text begins. */
  public static final String BEGINNING = Frame.beginning(COMMAND);

  /** How many candidates the table lists. */
  private static final int ROWS = 100;

  /** The file's text. */
  public String html() {
    String title = report.supernet().getFileName().toString();
    Findings findings = report.findings();
    StringBuilder body = new StringBuilder();
    body.append("<h1>Search in ").append(Html.text(title)).append("</h1>\n<p class=\"soft\">");
    body.append(
        Html.text(
            "%s architectures; preset %s, seed %d; %s"
                .formatted(
                    report.architectures(),
                    findings.preset().name(),
                    findings.seed(),
                    report.pace().words())));
    body.append("</p>\n");
    for (Metric metric : Metric.values()) {
      String plot =
          new FrontPlot(findings.evolution(), findings.random(), metric, report.score()).svg();
      if (!plot.isEmpty()) {
        body.append("<section><h2>By %s</h2>\n<figure><figcaption>".formatted(metric.key()));
        body.append("<span class=\"key m0\">evolution</span> &nbsp; ");
        body.append("<span class=\"key m1\">random</span> &nbsp; ");
        body.append("ringed: no other of the evolution is worth more and costs less");
        body.append("</figcaption>\n").append(plot).append("</figure></section>\n");
      }
    }
    body.append("<section><h2>Result</h2>\n<pre class=\"scroll\">");
    body.append(Html.lines(report.text())).append("</pre></section>\n");
    body.append("<section><h2>Best candidates</h2>\n").append(table()).append("</section>\n");
    return Frame.page(COMMAND, "Search in " + title, body.toString());
  }

  private String table() {
    List<Trial> best =
        Stream.concat(
                report.findings().evolution().list().stream(),
                report.findings().random().list().stream())
            .distinct()
            .sorted(Comparator.comparingDouble(Trial::value).reversed())
            .limit(ROWS)
            .toList();
    StringBuilder html = new StringBuilder("<thead><tr><th scope=\"col\">architecture</th>");
    html.append("<th scope=\"col\">").append(Html.text(report.score())).append("</th>");
    List<Metric> metrics =
        best.stream().limit(1).flatMap(t -> t.costs().keySet().stream()).sorted().toList();
    metrics.forEach(
        metric -> html.append("<th scope=\"col\">").append(metric.key()).append("</th>"));
    html.append("<th scope=\"col\">came up by</th></tr></thead><tbody>\n");
    for (Trial trial : best) {
      html.append("<tr><th scope=\"row\">").append(SearchText.words(trial)).append("</th>");
      html.append(String.format(Locale.ROOT, "<td>%.4f</td>", trial.value()));
      metrics.forEach(metric ->
          html.append("<td>")
              .append(SearchText.figure(metric, trial.cost(metric)))
              .append("</td>"));
      html.append(
          "<td>%s, generation %d</td></tr>\n".formatted(trial.origin().word(), trial.generation()));
    }
    return Html.scrolling("Best candidates", html.append("</tbody>\n"));
  }
}
