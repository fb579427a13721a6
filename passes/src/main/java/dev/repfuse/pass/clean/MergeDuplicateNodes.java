package dev.repfuse.pass.clean;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lets readers of a node that computes what an earlier one did read that one. */
public final class MergeDuplicateNodes implements Sweep {

  private record Key(Operator operator, List<Value> inputs, int outputs) {}

  @Override
  public List<Edit> propose(Graph graph, Facts facts, Remarks remarks) {
    Map<Key, List<Node>> seen = new HashMap<>();
    Set<Result> renamed = new HashSet<>();
    List<Edit> edits = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!isPure(node, facts)) {
        continue;
      }
      Key key = new Key(node.operator(), node.inputs(), node.outputs().size());
      List<Node> alike = seen.computeIfAbsent(key, k -> new ArrayList<>(1));
      for (Node first : alike) {
        if (sameAttributes(first, node) && canMerge(node, first, renamed)) {
          edits.add(merge(node, first));
          break;
        }
      }
      if (edits.isEmpty() || !isLast(edits, node)) {
        alike.add(node);
      }
    }
    return edits;
  }

  private static boolean isLast(List<Edit> edits, Node node) {
    return edits.getLast() instanceof Edit.Sequence(List<Edit> parts)
        && parts.getFirst() instanceof Edit.Bypass(var old, var replacement)
        && old instanceof Result result
        && result.producer() == node;
  }

  private static boolean isPure(Node node, Facts facts) {
    return facts.isStandard(node)
        && node.subgraphs().isEmpty()
        && !node.results().isEmpty()
        && Determinism.isDeterministic(node);
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

  private static boolean canMerge(Node node, Node first, Set<Result> renamed) {
    for (Result result : node.results()) {
      if (result.index() >= first.outputs().size()
          || !(first.outputs().get(result.index()) instanceof Result same)
          || !Edit.canBypass(result, same)
          || (Edit.mustKeepName(result) && !renamed.add(same))) {
        return false;
      }
    }
    return true;
  }

  private static Edit merge(Node node, Node first) {
    List<Edit> bypasses = new ArrayList<>(1);
    for (Result result : node.results()) {
      bypasses.add(new Edit.Bypass(result, (Result) first.outputs().get(result.index())));
    }
    return new Edit.Sequence(bypasses);
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
