package dev.repfuse.ir;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** A value that exists: it has a name, an owner and readers. */
public abstract sealed class NamedValue implements Value permits GraphInput, Initializer, Result {
  private final Set<Use> uses = new LinkedHashSet<>(4);
  private final Graph graph;
  private final String name;

  NamedValue(Graph graph, String name) {
    this.graph = graph;
    this.name = name;
  }

  @Override
  public final String name() {
    return name;
  }

  /** The graph in which the value is defined. */
  public final Graph graph() {
    return graph;
  }

  @Override
  public final Collection<Use> uses() {
    return Collections.unmodifiableSet(uses);
  }

  void link(Use use) {
    uses.add(use);
  }

  void unlink(Use use) {
    uses.remove(use);
  }

  @Override
  public final String toString() {
    return name;
  }
}
