package dev.repfuse.ir;

import java.util.Collection;

/** Something that a node can read: a graph input, a constant, a node's result, or nothing. */
public sealed interface Value permits NamedValue, Absent {

  /** The name in the file; empty only for {@link Absent}. */
  String name();

  /** Everything that reads this value, subgraphs included, in the order in which it was linked. */
  Collection<Use> uses();

  /** Whether exactly one place reads this value. */
  default boolean hasOneUse() {
    return uses().size() == 1;
  }
}
