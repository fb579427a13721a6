package dev.repfuse.ir;

import java.util.Optional;

/**
 * A value that the caller supplies. With a default (an initializer that is also listed as an input,
 * from IR version 4 on) the caller may leave it out or override it, so it is not a constant.
 */
public final class GraphInput extends NamedValue {
  private final ValueInfo info;
  private final Optional<Payload> byDefault;

  GraphInput(Graph graph, ValueInfo info, Optional<Payload> byDefault) {
    super(graph, info.name());
    this.info = info;
    this.byDefault = byDefault;
  }

  /** The declared type. */
  public Type type() {
    return info.type();
  }

  /** The declaration in the file. */
  public ValueInfo info() {
    return info;
  }

  /** The value used when the caller gives none. */
  public Optional<Payload> byDefault() {
    return byDefault;
  }
}
