package dev.repfuse.prove;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import java.util.ArrayList;
import java.util.List;

/** Compares what two models compute for a value, as functions of values that are equal. */
record RegionComparison(Side original, Side result, Numbering numbering) {

  /** What is known of two values, one of each model. */
  RegionProof of(NamedValue first, NamedValue second) {
    List<String> none = List.of();
    try {
      CommonFrontier.Pair pair = CommonFrontier.find(original, result, numbering, first, second);
      List<String> sources = pair.result().sources().stream().map(NamedValue::name).toList();
      List<String> left = pair.original().nodes().stream().map(Node::toString).toList();
      List<String> right = pair.result().nodes().stream().map(Node::toString).toList();
      List<List<Integer>> extents = new ArrayList<>();
      Proof proof;
      try {
        proof = check(pair, extents);
      } catch (Unprovable e) {
        proof = new Proof.Sampled(e.reason());
      }
      return new RegionProof(second.name(), sources, left, right, extents, proof);
    } catch (Unprovable e) {
      Proof proof = new Proof.Sampled(e.reason());
      return new RegionProof(second.name(), none, none, none, List.of(), proof);
    }
  }

  private static Proof check(CommonFrontier.Pair pair, List<List<Integer>> extents) {
    Extents.Choice choice = Extents.of(pair.original(), pair.result());
    Bound bound = Bound.EXACT;
    int trials = 0;
    for (List<int[]> shapes : choice.shapes()) {
      shapes.forEach(shape -> extents.add(RegionCheck.list(shape)));
      Proof proof = RegionCheck.of(pair.original(), pair.result(), shapes);
      if (!(proof instanceof Proof.Proved proved)) {
        return proof;
      }
      bound = bound.or(proved.bound());
      trials = Math.max(trials, proved.trials());
    }
    return new Proof.Proved(bound, trials, choice.everyExtent());
  }
}
