package dev.repfuse.pass.clean;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Sweep;
import java.util.ArrayList;
import java.util.List;

/** Removes constants that nothing reads. */
public final class RemoveUnusedInitializers implements Sweep {
  @Override
  public List<Edit> propose(Graph graph, Facts facts, Remarks remarks) {
    List<Edit> edits = new ArrayList<>();
    for (Initializer initializer : graph.initializers()) {
      if (initializer.uses().isEmpty()) {
        edits.add(new Edit.DropConstant(initializer));
      }
    }
    return edits;
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
