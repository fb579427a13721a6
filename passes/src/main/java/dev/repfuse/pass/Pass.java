package dev.repfuse.pass;

import java.util.List;

/** One step of a pipeline. */
public sealed interface Pass {

  /** The name on the command line. */
  String name();

  /** Which end of the graph a worklist begins at. */
  enum Order {
    FIRST_NODE_FIRST,
    LAST_NODE_FIRST
  }

  /** Local rewrites, tried on every node and again around every change until nothing changes. */
  record Local(String name, Order order, List<Rewrite> rewrites) implements Pass {
    public Local {
      rewrites = List.copyOf(rewrites);
    }
  }

  /** A change of the whole graph, repeated until it proposes nothing. */
  record Whole(String name, Sweep sweep) implements Pass {}
}
