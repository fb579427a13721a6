package dev.repfuse.pass;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.edit.Edit;
import java.util.List;

/** A change that needs to see a whole graph: it looks once and proposes edits. */
public interface Sweep {

  /**
   * Looks, never touches.
   *
   * @param remarks takes what was refused
   */
  List<Edit> propose(Graph graph, Facts facts, Remarks remarks);

  /** How closely the result computes what the original did. */
  Exactness exactness();

  /** What reports call it. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** Takes refusals. */
  interface Remarks {
    void declined(dev.repfuse.ir.Node node, Reason reason, String detail);
  }
}
