package dev.repfuse.pass.clean;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Edits;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Replaces values that shape arithmetic already knows by constants. */
public final class EvaluateKnown implements Sweep {
  @Override
  public List<Edit> propose(Graph graph, Facts facts, Remarks remarks) {
    List<Edit> edits = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.results().size() != 1 || node.is("Constant") || !node.subgraphs().isEmpty()) {
        continue;
      }
      Result result = node.results().getFirst();
      Optional<Tensor> known = facts.known(result);
      if (known.isEmpty() || Edit.mustKeepName(result) || result.uses().isEmpty()) {
        continue;
      }
      Edit edit = new Edit.ToConstant(result, known.get());
      if (facts.growth().permitsConstant(Edits.bytesAdded(edit) - Edits.bytesFreed(edit))) {
        edits.add(edit);
      } else {
        remarks.declined(node, Reason.TOO_LARGE, "%d bytes".formatted(known.get().byteSize()));
      }
    }
    return edits;
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
