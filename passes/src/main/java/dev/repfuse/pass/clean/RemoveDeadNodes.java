package dev.repfuse.pass.clean;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Sweep;
import java.util.ArrayList;
import java.util.List;

/** Removes nodes whose results nothing reads, unless the whole graph returns nothing. */
public final class RemoveDeadNodes implements Sweep {
  @Override
  public List<Edit> propose(Graph graph, Facts facts, Remarks remarks) {
    List<Edit> edits = new ArrayList<>();
    if (graph.outputs().isEmpty()) {
      return edits;
    }
    for (Node node : graph.nodes()) {
      boolean dead =
          !node.results().isEmpty()
              && node.results().stream().allMatch(result -> result.uses().isEmpty());
      if (dead) {
        edits.add(new Edit.Discard(node));
      }
    }
    return edits;
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
