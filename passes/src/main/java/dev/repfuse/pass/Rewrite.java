package dev.repfuse.pass;

import dev.repfuse.ir.Node;

/** A local change of a graph: it looks at one node and its surroundings and proposes an edit. */
public interface Rewrite {

  /** Looks, never touches. */
  Outcome match(Node anchor, Facts facts);

  /** How closely the result computes what the original did. */
  Exactness exactness();

  /** What reports call it. */
  default String name() {
    return getClass().getSimpleName();
  }
}
