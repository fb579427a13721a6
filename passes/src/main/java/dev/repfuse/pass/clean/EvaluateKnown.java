package dev.repfuse.pass.clean;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Edits;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces values that shape arithmetic already knows by constants: those that are read by a node
 * whose result is not known, so that whatever led to them goes too.
 */
public final class EvaluateKnown implements Sweep {
  private static final long MOST_ELEMENTS = 1024;

  @Override
  public List<Edit> propose(Graph graph, Facts facts, Remarks remarks) {
    Map<Node, Tensor> known = new HashMap<>();
    for (Node node : graph.nodes()) {
      tensor(node, facts).ifPresent(tensor -> known.put(node, tensor));
    }
    List<Edit> edits = new ArrayList<>();
    for (Node node : graph.nodeList().reversed()) {
      if (!known.containsKey(node) || !isReadOutside(node, known)) {
        continue;
      }
      Tensor tensor = known.get(node);
      Edit edit = new Edit.ToConstant(node.result().orElseThrow(), tensor);
      if (facts.growth().permitsConstant(Edits.bytesAdded(edit) - Edits.bytesFreed(edit))) {
        edits.add(edit);
      } else {
        known.remove(node);
        remarks.declined(node, Reason.TOO_LARGE, "%d bytes".formatted(tensor.byteSize()));
      }
    }
    return edits.reversed();
  }

  private static Optional<Tensor> tensor(Node node, Facts facts) {
    List<Result> results = node.results();
    if (results.size() != 1
        || node.is("Constant")
        || !node.subgraphs().isEmpty()
        || results.getFirst().uses().isEmpty()
        || Edit.mustKeepName(results.getFirst())) {
      return Optional.empty();
    }
    return facts.known(results.getFirst()).filter(tensor -> tensor.elementCount() <= MOST_ELEMENTS);
  }

  private static boolean isReadOutside(Node node, Map<Node, Tensor> known) {
    for (Use use : node.result().orElseThrow().uses()) {
      if (!(use instanceof Use.ByNode(Node reader, int index) && known.containsKey(reader))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
