package dev.repfuse.prove;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves that two models are the same function. It walks the result in its order. A node whose
 * inputs equal those of one of the original's nodes of the same kind equals that node. A value that
 * has the name of one of the original's is compared with it, or failing that with what it becomes
 * there by affine operators: back to the values that both are affine in, or, for an operator that
 * both have, input by input. What was proved equal, the next nodes may read.
 */
public final class Prover {
  private static final int DEEPEST = 32;

  private final Side original;
  private final Side result;
  private final Numbering numbering = new Numbering();
  private final RegionComparison comparison;
  private final List<RegionProof> regions = new ArrayList<>();
  private final Map<Compared, Proof> compared = new HashMap<>();
  private final Set<NamedValue> different = new HashSet<>();
  private final Set<NamedValue> doubtful = new HashSet<>();
  private int identical;

  private Prover(Model original, Model result) {
    this.original = new Side(original);
    this.result = new Side(result);
    this.comparison = new RegionComparison(this.original, this.result, numbering);
  }

  /** Compares two models, which stay as they are. */
  public static ModelProof prove(Model original, Model result) {
    try {
      List<Model> aligned = Functions.aligned(original, result);
      return new Prover(aligned.getFirst(), aligned.getLast()).run();
    } catch (Unprovable e) {
      return new ModelProof(0, List.of(), new Proof.Sampled(e.reason()));
    }
  }

  private ModelProof run() {
    Graph left = original.model().graph();
    Graph right = result.model().graph();
    try {
      Frame.require(original.model(), result.model(), numbering);
      graphs(left, right, 0);
      return ModelProof.of(identical, regions, outputs(left, right));
    } catch (Unprovable e) {
      return new ModelProof(identical, regions, new Proof.Sampled(e.reason()));
    }
  }

  private void graphs(Graph left, Graph right, int depth) {
    if (depth > DEEPEST) {
      throw new Unprovable("graphs are nested too deeply");
    }
    Map<String, Result> named = new HashMap<>();
    for (Node node : left.nodes()) {
      original.learn(node);
      numbering.number(node, original.isOpaque(node));
      node.results().forEach(value -> named.put(value.name(), value));
    }
    for (Node node : right.nodes()) {
      result.learn(node);
      visit(node, named, depth);
    }
  }

  private void visit(Node node, Map<String, Result> named, int depth) {
    boolean opaque = result.isOpaque(node);
    if (node.subgraphs().isEmpty() && numbering.recognize(node, opaque)) {
      identical++;
      return;
    }
    for (Result value : node.results()) {
      if (readsDifferent(value)) {
        doubtful.add(value);
      }
      Optional<Result> same = Optional.ofNullable(named.get(value.name()));
      if (same.isPresent() && numbering.of(value).isEmpty()) {
        claim(same.get(), value, depth);
      }
    }
  }

  /** Tries to prove that two values of one name are equal. */
  private void claim(Result first, Result second, int depth) {
    Node node = second.producer();
    boolean twins = NodeKey.twins(first, second);
    if (twins && (!result.isAffine(node) || sameConstants(first.producer(), node))) {
      Proof proof = byInputs(first.producer(), node, depth, result.isAffine(node));
      if (proof instanceof Proof.Proved) {
        identical++;
        assign(first, second);
        return;
      }
      if (!result.isAffine(node)) {
        if (proof instanceof Proof.Refuted) {
          different.add(second);
        } else {
          assume(second, proof);
          assign(first, second);
        }
        return;
      }
    }
    RegionProof region = comparison.of(first, second);
    if (!(region.proof() instanceof Proof.Refuted
        && provedAs(Followers.of(first, original), second))) {
      settle(first, second, region);
    }
  }

  /** Whether a value of the result is one of some others of the original, under another name. */
  private boolean provedAs(List<Result> others, Result second) {
    for (Result other : others) {
      RegionProof region = comparison.of(other, second);
      if (region.proof() instanceof Proof.Proved) {
        settle(other, second, region);
        return true;
      }
    }
    return false;
  }

  /** Keeps a reason for which nothing is known, if no region has it. */
  @SuppressWarnings("ReferenceEquality") // this very reason, not one that says the same
  private void assume(NamedValue value, Proof proof) {
    boolean kept = regions.stream().anyMatch(region -> region.proof().equals(proof));
    if (!kept) {
      List<String> none = List.of();
      regions.add(new RegionProof(value.name(), none, none, none, List.of(), proof));
    }
  }

  private void assign(NamedValue first, NamedValue second) {
    numbering.of(first).ifPresent(known -> numbering.assign(second, known));
  }

  /** Keeps what came of a comparison; a value about which nothing is known passes as equal. */
  private Proof settle(NamedValue first, NamedValue second, RegionProof region) {
    boolean follows = readsDifferent(second) && !(region.proof() instanceof Proof.Proved);
    if (follows) {
      different.add(second);
      return new Proof.Refuted(firstDifference());
    }
    regions.add(region);
    if (region.proof() instanceof Proof.Refuted) {
      different.add(second);
    } else if (numbering.of(second).isEmpty()) {
      assign(first, second);
    }
    return region.proof();
  }

  /** Whether the value is computed from one that was refuted, and not known to be equal anyway. */
  private boolean readsDifferent(NamedValue value) {
    return value instanceof Result computed
        && computed.producer().inputs().stream()
            .anyMatch(input -> input instanceof NamedValue named && isDoubtful(named));
  }

  private boolean isDoubtful(NamedValue value) {
    return different.contains(value) || (doubtful.contains(value) && numbering.of(value).isEmpty());
  }

  private Difference firstDifference() {
    for (RegionProof region : regions) {
      if (region.proof() instanceof Proof.Refuted(Difference difference)) {
        return difference;
      }
    }
    throw new IllegalStateException("nothing was refuted");
  }

  private boolean sameConstants(Node one, Node two) {
    for (int i = 0; i < Math.max(one.inputs().size(), two.inputs().size()); i++) {
      boolean constant = original.isConstant(one.input(i)) && result.isConstant(two.input(i));
      if (constant && !equal(one.input(i), two.input(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean equal(Value one, Value two) {
    if (one instanceof Absent || two instanceof Absent) {
      return one.equals(two);
    }
    return numbering.of(two).isPresent() && numbering.of(one).equals(numbering.of(two));
  }

  /** Compares two nodes of one kind input by input, and subgraph by subgraph. */
  private Proof byInputs(Node one, Node two, int depth, boolean tentative) {
    for (int i = 0; i < Math.max(one.inputs().size(), two.inputs().size()); i++) {
      if (equal(one.input(i), two.input(i))) {
        continue;
      }
      if (!(one.input(i) instanceof NamedValue first)
          || !(two.input(i) instanceof NamedValue second)) {
        return new Proof.Sampled("%s has other inputs".formatted(two));
      }
      Proof proof = input(first, second, tentative);
      if (!(proof instanceof Proof.Proved)) {
        return proof;
      }
    }
    for (int i = 0; i < one.subgraphs().size(); i++) {
      Proof proof = bodies(one.subgraphs().get(i), two.subgraphs().get(i), depth + 1);
      if (!(proof instanceof Proof.Proved)) {
        return proof;
      }
    }
    return Proof.Proved.EXACT;
  }

  /**
   * Compares two values that have no name in common.
   *
   * @param tentative whether only a proof counts, since there is another way if it fails
   */
  private Proof input(NamedValue first, NamedValue second, boolean tentative) {
    if (different.contains(second)) {
      return new Proof.Refuted(firstDifference());
    }
    Compared pair = new Compared(first, second);
    Optional<Proof> before = Optional.ofNullable(compared.get(pair));
    if (before.isPresent()) {
      return before.get();
    }
    RegionProof region = comparison.of(first, second);
    if (tentative && !(region.proof() instanceof Proof.Proved)) {
      return region.proof();
    }
    Proof proof = settle(first, second, region);
    compared.put(pair, proof);
    return proof;
  }

  private record Compared(NamedValue first, NamedValue second) {}

  private Proof bodies(Graph left, Graph right, int depth) {
    if (left.inputs().size() != right.inputs().size()
        || left.outputs().size() != right.outputs().size()) {
      return new Proof.Sampled("subgraph '%s' has other inputs or outputs".formatted(right.name()));
    }
    for (int i = 0; i < left.inputs().size(); i++) {
      numbering.pair(left.inputs().get(i), right.inputs().get(i));
    }
    graphs(left, right, depth);
    return outputs(left, right);
  }

  /** What is known of all outputs of two graphs. */
  private Proof outputs(Graph left, Graph right) {
    Proof sum = Proof.Proved.EXACT;
    for (int i = 0; i < left.outputs().size(); i++) {
      Output first = left.outputs().get(i);
      Output second = right.outputs().get(i);
      if (!equal(first.value(), second.value())) {
        Proof proof = input(first.value(), second.value(), false);
        if (!(proof instanceof Proof.Proved)) {
          sum = proof;
        }
      }
    }
    return sum;
  }
}
