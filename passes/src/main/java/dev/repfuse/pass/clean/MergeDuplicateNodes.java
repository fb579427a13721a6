package dev.repfuse.pass.clean;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets readers of a node that computes what an earlier one did read that one. */
public final class MergeDuplicateNodes implements Sweep {

  /** Equal nodes have equal keys; attributes are compared after that. */
  private record Key(Operator operator, List<Value> inputs, int outputs, int attributes) {}

  /**
   * What is known on the way through a graph.
   *
   * @param seen nodes that differ from each other, by key
   * @param originals for a result that will be merged: that of the first node of its kind
   * @param survivors for a first result that will give up its name: the result that takes over
   */
  private record Progress(
      Map<Key, List<Node>> seen, Map<Value, Value> originals, Map<Value, Result> survivors) {

    Key key(Node node) {
      List<Value> inputs = new ArrayList<>(node.inputs().size());
      node.inputs().forEach(input -> inputs.add(originals.getOrDefault(input, input)));
      return new Key(node.operator(), inputs, node.outputs().size(), attributesHash(node));
    }

    Result survivor(Result first) {
      return survivors.getOrDefault(first, first);
    }
  }

  @Override
  public List<Edit> propose(Graph graph, Facts facts, Remarks remarks) {
    Progress progress = new Progress(new HashMap<>(), new HashMap<>(), new HashMap<>());
    List<Edit> edits = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (isPure(node, facts)) {
        List<Node> alike =
            progress.seen.computeIfAbsent(progress.key(node), key -> new ArrayList<>(1));
        alike.stream()
            .filter(first -> sameAttributes(first, node) && canMerge(node, first, progress))
            .findFirst()
            .ifPresentOrElse(
                first -> edits.add(merge(node, first, progress)), () -> alike.add(node));
      }
    }
    return edits;
  }

  private static boolean isPure(Node node, Facts facts) {
    return facts.isStandard(node)
        && node.subgraphs().isEmpty()
        && !node.results().isEmpty()
        && Determinism.isDeterministic(node);
  }

  /** The same in whatever order the attributes stand. */
  private static int attributesHash(Node node) {
    int hash = 0;
    for (Attribute attribute : node.attributes()) {
      hash += attribute.name().hashCode() ^ Contents.hash(attribute.content());
    }
    return hash;
  }

  private static boolean sameAttributes(Node a, Node b) {
    if (a.attributes().size() != b.attributes().size()) {
      return false;
    }
    for (Attribute attribute : a.attributes()) {
      if (b.attribute(attribute.name()).filter(attribute::sameContent).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static boolean canMerge(Node node, Node first, Progress progress) {
    for (Result result : node.results()) {
      Value same = first.outputs().get(result.index());
      if (same instanceof Absent || !Edit.canBypass(result, progress.survivor((Result) same))) {
        return false;
      }
    }
    return true;
  }

  private static Edit merge(Node node, Node first, Progress progress) {
    List<Edit> bypasses = new ArrayList<>(1);
    for (Result result : node.results()) {
      Result same = (Result) first.outputs().get(result.index());
      bypasses.add(new Edit.Bypass(result, progress.survivor(same)));
      progress.originals.put(result, same);
      if (Edit.mustKeepName(result)) {
        progress.survivors.put(same, result);
      }
    }
    return new Edit.Sequence(bypasses);
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
