package dev.repfuse.ir;

import java.util.Optional;

/** A constant of a graph. Its numbers never change; a rewrite makes a new one. */
public final class Initializer extends NamedValue {
  private final Payload payload;
  private final Optional<ValueInfo> listed;

  Initializer(Graph graph, String name, Payload payload, Optional<ValueInfo> listed) {
    super(graph, name);
    this.payload = payload;
    this.listed = listed;
  }

  /** The numbers. */
  public Payload payload() {
    return payload;
  }

  /** The numbers, if they are stored densely. */
  public Optional<Tensor> tensor() {
    return payload instanceof Tensor tensor ? Optional.of(tensor) : Optional.empty();
  }

  /** Its entry among the graph's inputs, which IR versions before 4 ask for. */
  public Optional<ValueInfo> listed() {
    return listed;
  }
}
