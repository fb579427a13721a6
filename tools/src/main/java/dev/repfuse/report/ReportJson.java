package dev.repfuse.report;

import dev.repfuse.pass.Fold;
import dev.repfuse.pass.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What passes did and refused, as JSON. */
final class ReportJson {
  private ReportJson() {}

  static List<Map<String, Object>> passes(Report report) {
    return report.passes().stream()
        .map(pass -> {
          Map<String, Object> object = new LinkedHashMap<>();
          object.put("name", pass.pass());
          object.put("nodesRemoved", pass.nodesRemoved());
          object.put("counts", pass.counts());
          object.put("changes", pass.folds().stream().map(ReportJson::fold).toList());
          return object;
        })
        .toList();
  }

  private static Map<String, Object> fold(Fold fold) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("rewrite", fold.rewrite());
    object.put("from", fold.origins());
    object.put("into", fold.into());
    object.put("nodesSaved", fold.gain().nodes());
    object.put("macsSaved", fold.gain().macs());
    return object;
  }

  static List<Map<String, Object>> refusals(Report report) {
    return report.remarks().stream()
        .map(remark -> {
          Map<String, Object> object = new LinkedHashMap<>();
          object.put("rewrite", remark.rewrite());
          object.put("node", remark.node());
          object.put("reason", remark.reason().name());
          object.put("rule", remark.reason().rule());
          object.put("sentence", remark.reason().sentence());
          object.put("detail", remark.detail());
          return object;
        })
        .toList();
  }

  static Map<String, Integer> totals(Report report) {
    Map<String, Integer> totals = new TreeMap<>();
    report.refusals().forEach((reason, count) -> totals.put(reason.name(), count));
    return totals;
  }
}
