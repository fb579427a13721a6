package dev.repfuse.report.page;

import dev.repfuse.ir.Node;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Remark;
import dev.repfuse.pass.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What folding leaves alone in the second model, and why; by reason, and by node. */
final class Refusals {
  private final List<Map.Entry<Reason, List<Remark>>> byReason;
  private final Map<String, List<Remark>> byNode = new HashMap<>();
  private final Map<String, String> ids = new HashMap<>();

  /**
   * Finds the nodes of remarks.
   *
   * @param report of a driver that ran over the second model
   */
  Refusals(Report report, Side after) {
    Map<Reason, List<Remark>> reasons = new TreeMap<>();
    for (Remark remark : report.remarks()) {
      reasons.computeIfAbsent(remark.reason(), r -> new ArrayList<>()).add(remark);
      byNode.computeIfAbsent(remark.node(), n -> new ArrayList<>(1)).add(remark);
    }
    byReason =
        reasons.entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<Reason, List<Remark>>>comparingInt(
                        entry -> entry.getKey() == Reason.ALREADY_ONE ? 1 : 0)
                    .thenComparingInt(entry -> -entry.getValue().size()))
            .toList();
    for (Node node : after.model().model().graph().nodes()) {
      ids.putIfAbsent(node.toString(), after.id(node));
    }
  }

  /** Reasons and what was refused for them, the most frequent first; single operators last. */
  List<Map.Entry<Reason, List<Remark>>> byReason() {
    return byReason;
  }

  /** The box of the node that a remark is about; none if it lies in a subgraph or function. */
  Optional<String> box(Remark remark) {
    return Optional.ofNullable(ids.get(remark.node()));
  }

  /** Why a node was left alone, a sentence for each refusal. */
  List<String> of(Node node) {
    return byNode.getOrDefault(node.toString(), List.of()).stream().map(Refusals::words).toList();
  }

  /** A refusal in words. */
  static String words(Remark remark) {
    String detail = remark.detail().isEmpty() ? "" : " (" + remark.detail() + ")";
    return remark.reason().sentence() + detail + " [" + remark.reason().rule() + "]";
  }
}
