package dev.repfuse.ir;

/** One output of a node. */
public final class Result extends NamedValue {
  private Node producer;
  private int index;

  Result(Graph graph, String name, Node producer, int index) {
    super(graph, name);
    this.producer = producer;
    this.index = index;
  }

  /** The node that computes it. */
  public Node producer() {
    return producer;
  }

  /** Which output of {@link #producer} it is. */
  public int index() {
    return index;
  }

  void movedTo(Node newProducer, int newIndex) {
    producer = newProducer;
    index = newIndex;
  }
}
