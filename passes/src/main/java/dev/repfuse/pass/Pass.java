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

  /**
   * Local rewrites, tried on every node and again around every change until nothing changes.
   *
   * @param rewrites tried first
   * @param reluctant tried where none of these finds anything to do any more, in the whole model;
   *     what they change is looked at by the first ones again
   */
  record Local(String name, Order order, List<Rewrite> rewrites, List<Rewrite> reluctant)
      implements Pass {
    public Local {
      rewrites = List.copyOf(rewrites);
      reluctant = List.copyOf(reluctant);
    }

    /** All rewrites alike. */
    public Local(String name, Order order, List<Rewrite> rewrites) {
      this(name, order, rewrites, List.of());
    }
  }

  /** A change of the whole graph, repeated until it proposes nothing. */
  record Whole(String name, Sweep sweep) implements Pass {}
}
