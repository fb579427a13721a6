package dev.repfuse.pass;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a pipeline did to a model, pass by pass, and what it refused. */
public record Report(List<PassReport> passes, List<Remark> remarks) {
  public Report {
    passes = List.copyOf(passes);
    remarks = List.copyOf(remarks);
  }

  /**
   * What one pass did.
   *
   * @param pass its name
   * @param folds its changes in the order in which they were made
   * @param nodesRemoved nodes fewer, dead ones included
   */
  public record PassReport(String pass, List<Fold> folds, int nodesRemoved) {
    public PassReport {
      folds = List.copyOf(folds);
    }

    /** How often each rewrite applied, by name. */
    public Map<String, Integer> counts() {
      Map<String, Integer> counts = new TreeMap<>();
      folds.forEach(fold -> counts.merge(fold.rewrite(), 1, Integer::sum));
      return counts;
    }
  }

  /** This behind what was done before it. */
  public Report after(Report earlier) {
    return new Report(
        Stream.concat(earlier.passes.stream(), passes.stream()).toList(),
        Stream.concat(earlier.remarks.stream(), remarks.stream()).toList());
  }

  /** Whether anything was changed. */
  public boolean changed() {
    return passes.stream().anyMatch(pass -> !pass.folds().isEmpty());
  }

  /**
   * What folds risk by rounding weights to half precision, in the order in which they were made.
   */
  public List<RoundingRisk> risks() {
    return passes.stream()
        .flatMap(pass -> pass.folds().stream())
        .flatMap(fold -> fold.risk().stream())
        .toList();
  }

  /** How often each reason was given. */
  public Map<Reason, Integer> refusals() {
    Map<Reason, Integer> counts = new TreeMap<>();
    remarks.forEach(remark -> counts.merge(remark.reason(), 1, Integer::sum));
    return counts;
  }
}
