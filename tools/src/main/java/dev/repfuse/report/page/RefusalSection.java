package dev.repfuse.report.page;

import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Remark;
import java.util.List;
import java.util.Map;

/** What was left alone, by reason. */
final class RefusalSection {
  private RefusalSection() {}

  /**
   * Writes the section.
   *
   * @param more whether folding would still change the second model
   */
  static void write(Markup page, Refusals refusals, boolean more) {
    page.begin("section", "aria-labelledby", "left-title");
    page.element("h2", "What was left alone, and why", "id", "left-title");
    if (more) {
      page.element("p", "repfuse would still change the result: see repfuse explain.");
    }
    if (refusals.byReason().isEmpty()) {
      page.element("p", "Nothing was refused.");
    }
    for (Map.Entry<Reason, List<Remark>> entry : refusals.byReason()) {
      Reason reason = entry.getKey();
      Lists.begin(page, reason.sentence() + " [" + reason.rule() + "]", entry.getValue().size());
      for (Remark remark : entry.getValue()) {
        page.begin("li");
        refusals
            .box(remark)
            .ifPresentOrElse(
                box ->
                    page.element(
                        "button", remark.node(), "type", "button", "class", "go", "data-go", box),
                () -> page.text(remark.node()));
        if (!remark.detail().isEmpty()) {
          page.text(": " + remark.detail());
        }
        page.end();
      }
      Lists.end(page);
    }
    page.end();
  }
}
