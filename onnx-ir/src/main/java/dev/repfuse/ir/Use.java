package dev.repfuse.ir;

/** One place that reads a value. */
public sealed interface Use {

  /**
   * Input number {@code index} of a node, in the value's own graph or in a subgraph that captures
   * it.
   */
  record ByNode(Node node, int index) implements Use {}

  /** Output number {@code index} of a graph, the main graph's or a subgraph's. */
  record ByGraphOutput(Graph graph, int index) implements Use {}

  /**
   * The file refers to the value by its name from outside of the graph, so it has to stay as it is.
   *
   * @param from what refers to it, such as training information
   */
  record ByReference(String from) implements Use {}
}
