package dev.repfuse.ir;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * An operator applied to values. Nodes of a graph form a list in topological order; only {@link
 * GraphMutator} changes them.
 */
public final class Node {
  private final Graph graph;
  private final Operator operator;
  private final String name;
  private final List<Value> inputs;
  private final List<Value> outputs;
  private final List<Attribute> attributes;
  private final Carried carried;
  private Optional<MemorySegment> encoded;

  Optional<Node> previous = Optional.empty();
  Optional<Node> next = Optional.empty();
  long order;
  boolean attached;

  Node(
      Graph graph,
      Operator operator,
      String name,
      List<Value> inputs,
      List<Attribute> attributes,
      Carried carried,
      Optional<MemorySegment> encoded) {
    this.graph = graph;
    this.operator = operator;
    this.name = name;
    this.inputs = new ArrayList<>(inputs);
    this.outputs = new ArrayList<>(1);
    this.attributes = List.copyOf(attributes);
    this.carried = carried;
    this.encoded = encoded;
  }

  /** The graph that holds the node. */
  public Graph graph() {
    return graph;
  }

  /** Domain, type and overload of the operator. */
  public Operator operator() {
    return operator;
  }

  /** The operator's type, such as {@code Conv}. */
  public String opType() {
    return operator.type();
  }

  /** Whether this is the standard ONNX operator {@code type}, not a namesake of another domain. */
  public boolean is(String type) {
    return operator.type().equals(type) && operator.isStandard();
  }

  /** The node's name; often empty, not always unique. */
  public String name() {
    return name;
  }

  /** A name to print: the node's own, or its first output's. */
  public String label() {
    if (!name.isEmpty()) {
      return name;
    }
    return outputs.stream()
        .map(Value::name)
        .filter(n -> !n.isEmpty())
        .findFirst()
        .orElse(operator.type());
  }

  /** What it reads, absent optional inputs included. */
  public List<Value> inputs() {
    return Collections.unmodifiableList(inputs);
  }

  /** Input number {@code index}; {@link Absent} beyond the end. */
  public Value input(int index) {
    return index < inputs.size() ? inputs.get(index) : Absent.ABSENT;
  }

  /** What it computes: {@link Result}s, and {@link Absent} for outputs that are left out. */
  public List<Value> outputs() {
    return Collections.unmodifiableList(outputs);
  }

  /** Output number {@code index}; {@link Absent} beyond the end. */
  public Value output(int index) {
    return index < outputs.size() ? outputs.get(index) : Absent.ABSENT;
  }

  /** The first output, if it is not left out. */
  public Optional<Result> result() {
    return !outputs.isEmpty() && outputs.getFirst() instanceof Result result
        ? Optional.of(result)
        : Optional.empty();
  }

  /** The results that are not left out. */
  public List<Result> results() {
    List<Result> results = new ArrayList<>(outputs.size());
    for (Value output : outputs) {
      if (output instanceof Result result) {
        results.add(result);
      }
    }
    return results;
  }

  public List<Attribute> attributes() {
    return attributes;
  }

  /** The attribute of this name. */
  public Optional<Attribute> attribute(String attribute) {
    for (Attribute candidate : attributes) {
      if (candidate.name().equals(attribute)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** An integer attribute, or the operator's default; also the default if it is of another type. */
  public long intAttribute(String attribute, long otherwise) {
    return attribute(attribute)
        .map(Attribute::content)
        .map(c -> c instanceof Attribute.IntValue(long v) ? v : otherwise)
        .orElse(otherwise);
  }

  /** A float attribute, or the operator's default. */
  public float floatAttribute(String attribute, float otherwise) {
    return attribute(attribute)
        .map(Attribute::content)
        .map(c -> c instanceof Attribute.FloatValue(float v) ? v : otherwise)
        .orElse(otherwise);
  }

  /** A list of integers, if the attribute is there and is one. */
  public Optional<long[]> intsAttribute(String attribute) {
    return attribute(attribute)
        .map(Attribute::content)
        .filter(Attribute.IntValues.class::isInstance)
        .map(c -> ((Attribute.IntValues) c).values().clone());
  }

  /** A string attribute as text, or the operator's default. */
  public String stringAttribute(String attribute, String otherwise) {
    return attribute(attribute)
        .map(Attribute::content)
        .map(c -> c instanceof Attribute.StringValue s ? s.text() : otherwise)
        .orElse(otherwise);
  }

  /** Whether an attribute is one of the caller of the function in which the node stands. */
  public boolean refersToCaller() {
    for (Attribute attribute : attributes) {
      if (attribute.content() instanceof Attribute.Reference) {
        return true;
      }
    }
    return false;
  }

  /** The subgraphs that its attributes hold. */
  public List<Graph> subgraphs() {
    List<Graph> graphs = List.of();
    for (Attribute attribute : attributes) {
      List<Graph> more = attribute.graphs();
      if (!more.isEmpty()) {
        graphs = graphs.isEmpty() ? new ArrayList<>() : graphs;
        graphs.addAll(more);
      }
    }
    return graphs;
  }

  /** Fields of the message that the IR does not interpret. */
  public Carried carried() {
    return carried;
  }

  /** The message as it stood in the file, as long as the node was not changed. */
  public Optional<MemorySegment> encoded() {
    return encoded;
  }

  /** Grows along the graph's list: a smaller number stands earlier. */
  public long order() {
    return order;
  }

  /** Whether the node is still in its graph, and the graph in the model. */
  public boolean isAttached() {
    return attached;
  }

  /** The node after this one in the graph's list. */
  public Optional<Node> next() {
    return next;
  }

  /** The node before this one in the graph's list. */
  public Optional<Node> previous() {
    return previous;
  }

  void setInput(int index, Value value) {
    while (inputs.size() <= index) {
      inputs.add(Absent.ABSENT);
    }
    inputs.set(index, value);
    encoded = Optional.empty();
  }

  void setOutput(int index, Value value) {
    while (outputs.size() <= index) {
      outputs.add(Absent.ABSENT);
    }
    outputs.set(index, value);
  }

  void changed() {
    encoded = Optional.empty();
  }

  @Override
  public String toString() {
    String domain = operator.isStandard() ? "" : operator.domain() + ".";
    return (domain + operator.type() + " '" + label() + "'").strip();
  }
}
