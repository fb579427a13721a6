package dev.repfuse.pass.prune;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.GraphEditor;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Residual blocks whose branch is zero: what they add changes nothing, so that it can go. */
final class ZeroBlocks {
  private final Ties ties;
  private final Ranges ranges;

  ZeroBlocks(Ties ties, Ranges ranges) {
    this.ties = ties;
    this.ranges = ranges;
  }

  /** The sums of such blocks, by what they give, in the order of the graph. */
  List<String> in(Iterable<Node> nodes) {
    List<String> found = new ArrayList<>();
    for (Node node : nodes) {
      if (trunk(node).isPresent()) {
        found.add(node.output(0).name());
      }
    }
    return found;
  }

  /** What a sum adds zero to, if it does. */
  private Optional<NamedValue> trunk(Node node) {
    if (!ties.facts().is(node, "Add") && !ties.facts().is(node, "Sub")) {
      return Optional.empty();
    }
    return adds(node, 1, 0).or(() -> node.is("Add") ? adds(node, 0, 1) : Optional.empty());
  }

  private Optional<NamedValue> adds(Node node, int zero, int other) {
    Value trunk = node.input(other);
    boolean alike = ties.facts().shape(trunk).equals(ties.facts().shape(node.output(0)));
    return alike
            && node.input(zero) instanceof Result branch
            && ranges.whole(branch).isZero()
            && trunk instanceof NamedValue named
        ? Optional.of(named)
        : Optional.empty();
  }

  /**
   * Lets branches go.
   *
   * @param sums by what they give
   * @throws PruningException if one of them is not there, or does not add zero to something
   */
  void drop(Iterable<Node> nodes, Iterable<String> sums) {
    Map<String, Node> byResult = new HashMap<>();
    nodes.forEach(node -> node.results().forEach(result -> byResult.put(result.name(), node)));
    for (String sum : sums) {
      Node node = byResult.get(sum);
      if (node == null) {
        throw new PruningException("no node gives '" + sum + "'");
      }
      drop(node);
    }
  }

  private void drop(Node sum) {
    NamedValue trunk =
        trunk(sum).orElseThrow(() -> new PruningException(sum + " does not add zero to something"));
    Result result = (Result) sum.output(0);
    GraphEditor.apply(
        Edit.canBypass(result, trunk)
            ? new Edit.Bypass(result, trunk)
            : new Edit.Rebuild(
                result,
                List.of(
                    NewNode.of("Identity", sum.name(), List.of(Operand.of(trunk)), List.of()))));
  }
}
