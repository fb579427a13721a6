package dev.repfuse.report;

import dev.repfuse.pass.Choice;
import dev.repfuse.pass.Fold;
import dev.repfuse.pass.Report;
import dev.repfuse.pass.RoundingRisk;
import dev.repfuse.pass.cost.Cost;
import dev.repfuse.pass.cost.Estimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What passes did and refused, as JSON. */
public final class ReportJson {
  private ReportJson() {}

  /**
   * All passes.
   *
   * @param figures whether changes come with the figures that decided
   */
  static List<Map<String, Object>> passes(Report report, boolean figures) {
    return report.passes().stream()
        .map(pass -> {
          Map<String, Object> object = new LinkedHashMap<>();
          object.put("name", pass.pass());
          object.put("nodesRemoved", pass.nodesRemoved());
          object.put("counts", pass.counts());
          object.put("changes", pass.folds().stream().map(f -> fold(f, figures)).toList());
          return object;
        })
        .toList();
  }

  private static Map<String, Object> fold(Fold fold, boolean figures) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("rewrite", fold.rewrite());
    object.put("from", fold.origins());
    object.put("into", fold.into());
    object.put("nodesSaved", fold.gain().nodes());
    object.put("macsSaved", fold.gain().macs());
    fold.risk().ifPresent(risk -> object.put("warning", warning(risk)));
    if (figures) {
      put(object, fold.choice());
    }
    return object;
  }

  private static Map<String, Object> warning(RoundingRisk risk) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("words", risk.words());
    object.put("node", risk.node());
    object.put("condition", risk.condition());
    object.put("type", risk.type());
    object.put("channel", risk.channel());
    object.put("spread", risk.spread());
    object.put("gain", risk.gain());
    object.put("offset", risk.offset());
    risk.bound().ifPresent(bound -> object.put("bound", bound));
    return object;
  }

  private static void put(Map<String, Object> object, Choice choice) {
    choice.chosen().ifPresent(estimate -> object.put("chosen", estimate(estimate)));
    choice.rejected().ifPresent(estimate -> object.put("rejected", estimate(estimate)));
  }

  private static Map<String, Object> estimate(Estimate estimate) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("source", estimate.source());
    object.put("nodes", estimate.nodes());
    object.put("before", cost(estimate.before(), estimate.timeBefore()));
    object.put("after", cost(estimate.after(), estimate.timeAfter()));
    object.put("measured", estimate.isMeasured());
    return object;
  }

  private static Map<String, Object> cost(Cost cost, double nanoseconds) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("nanoseconds", Math.round(nanoseconds));
    object.put("macs", Math.round(cost.macs()));
    object.put("bytes", Math.round(cost.bytes()));
    return object;
  }

  /**
   * All refusals.
   *
   * @param figures whether they come with the figures that decided
   */
  public static List<Map<String, Object>> refusals(Report report, boolean figures) {
    return report.remarks().stream()
        .map(remark -> {
          Map<String, Object> object = new LinkedHashMap<>();
          object.put("rewrite", remark.rewrite());
          object.put("node", remark.node());
          object.put("reason", remark.reason().name());
          object.put("rule", remark.reason().rule());
          object.put("sentence", remark.reason().sentence());
          object.put("detail", remark.detail());
          if (figures) {
            put(object, remark.choice());
          }
          return object;
        })
        .toList();
  }

  /** How often each reason was given. */
  public static Map<String, Integer> totals(Report report) {
    Map<String, Integer> totals = new TreeMap<>();
    report.refusals().forEach((reason, count) -> totals.put(reason.name(), count));
    return totals;
  }
}
