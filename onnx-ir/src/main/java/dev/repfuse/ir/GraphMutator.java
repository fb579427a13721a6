package dev.repfuse.ir;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The primitive changes of a graph; each keeps def-use chains, names and the node order true. Only
 * {@code ir.edit}, {@code ir.io} and {@code ir.text} may use it.
 */
public final class GraphMutator {
  private final Graph graph;

  public GraphMutator(Graph graph) {
    this.graph = graph;
  }

  /** The graph that is changed. */
  public Graph graph() {
    return graph;
  }

  /** Adds an input. */
  public GraphInput addInput(ValueInfo info, Optional<Payload> byDefault) {
    graph.names().define(info.name(), graph);
    GraphInput input = new GraphInput(graph, info, byDefault);
    graph.inputs.add(input);
    return input;
  }

  /** Adds a constant under a name that the caller knows to be free in this graph. */
  public Initializer addInitializer(String name, Payload payload, Optional<ValueInfo> listed) {
    graph.names().define(name, graph);
    Initializer initializer = new Initializer(graph, name, payload, listed);
    graph.initializers.put(name, initializer);
    return initializer;
  }

  /** A name nobody uses, made from {@code hint}. */
  public String freshName(String hint) {
    return graph.names().fresh(hint);
  }

  /** Removes a constant that nothing reads, and what was declared of it. */
  public void removeInitializer(Initializer initializer) {
    requireUnused(initializer);
    graph.initializers.remove(initializer.name(), initializer);
    graph.valueInfos.remove(initializer.name());
  }

  /** Puts other numbers, perhaps of another shape, in a constant's place and under its name. */
  public Initializer replaceInitializer(Initializer old, Payload payload) {
    Initializer made = new Initializer(graph, old.name(), payload, Optional.empty());
    graph.initializers.put(old.name(), made);
    moveUses(old, made);
    return made;
  }

  /** Lets whatever reads a value read another one of the same name. */
  private static void moveUses(NamedValue from, NamedValue to) {
    for (Use use : List.copyOf(from.uses())) {
      from.unlink(use);
      to.link(use);
      switch (use) {
        case Use.ByNode(Node reader, int index) -> reader.setInput(index, to);
        case Use.ByGraphOutput(Graph returning, int index) ->
            returning.outputs.set(index, new Output(to, returning.outputs.get(index).info()));
        case Use.ByReference reference -> {}
      }
    }
  }

  /** Makes constants of the inputs that have a default, which nobody can override any more. */
  public List<Initializer> fixDefaults() {
    List<Initializer> fixed = new ArrayList<>();
    for (GraphInput input : graph.inputs) {
      input.byDefault().ifPresent(payload -> fixed.add(fix(input, payload)));
    }
    graph.inputs.removeIf(input -> input.byDefault().isPresent());
    return fixed;
  }

  /** Makes a constant of an input, which callers can no longer give. */
  public Initializer fixInput(GraphInput input, Payload payload) {
    Initializer fixed = fix(input, payload);
    graph.inputs.remove(input);
    return fixed;
  }

  private Initializer fix(GraphInput input, Payload payload) {
    Initializer made = new Initializer(graph, input.name(), payload, Optional.empty());
    graph.initializers.put(input.name(), made);
    moveUses(input, made);
    return made;
  }

  /** Says something else of an intermediate value of which the file says something. */
  public void redeclare(ValueInfo info) {
    graph.valueInfos.computeIfPresent(info.name(), (name, old) -> info);
  }

  /** Declares what the file says of an intermediate value; no new value may take its name. */
  public void declare(ValueInfo info) {
    graph.names().reserve(info.name());
    graph.valueInfos.putIfAbsent(info.name(), info);
  }

  /** Keeps the order in which the file lists inputs and initializers. */
  public void keepOrder(FileOrder order) {
    graph.fileOrder = order;
  }

  /** Keeps fields that the IR does not interpret. */
  public void carry(Carried carried) {
    graph.carried = carried;
  }

  /** Makes a value an output of the graph. */
  public void addOutput(NamedValue value, ValueInfo info) {
    value.link(new Use.ByGraphOutput(graph, graph.outputs.size()));
    graph.outputs.add(new Output(value, info));
  }

  /** Takes an output away; those behind it move up. */
  public void removeOutput(int index) {
    for (int i = index; i < graph.outputs.size(); i++) {
      graph.outputs.get(i).value().unlink(new Use.ByGraphOutput(graph, i));
    }
    graph.outputs.remove(index);
    for (int i = index; i < graph.outputs.size(); i++) {
      graph.outputs.get(i).value().link(new Use.ByGraphOutput(graph, i));
    }
  }

  /** Marks a value as referred to by name from {@code from}, such as training information. */
  public void pin(NamedValue value, String from) {
    value.link(new Use.ByReference(from));
  }

  /** Lets {@code to}, which carries the same name, be what the file refers to by name. */
  public void movePins(NamedValue from, NamedValue to) {
    for (Use use : List.copyOf(from.uses())) {
      if (use instanceof Use.ByReference) {
        from.unlink(use);
        to.link(use);
      }
    }
  }

  /** A node that is not yet in the graph; its inputs count as read from now on. */
  public Node newNode(
      Operator operator,
      String name,
      List<Value> inputs,
      List<Attribute> attributes,
      Carried carried,
      Optional<MemorySegment> encoded) {
    Node node = new Node(graph, operator, name, inputs, attributes, carried, encoded);
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) instanceof NamedValue value) {
        value.link(new Use.ByNode(node, i));
      }
    }
    return node;
  }

  /** Gives a node the new output number {@code index}. */
  public Result addResult(Node node, int index, String name) {
    graph.names().define(name, graph);
    Result result = new Result(graph, name, node, index);
    node.setOutput(index, result);
    return result;
  }

  /** Leaves output number {@code index} of a node out. */
  public void addAbsentResult(Node node, int index) {
    node.setOutput(index, Absent.ABSENT);
  }

  /**
   * Lets another node compute a result: readers, name and graph outputs stay as they are. The
   * result that the other node computed in that place is gone, with what was declared of it.
   */
  public void moveResult(Result result, Node newProducer, int newIndex) {
    Node old = result.producer();
    if (old.outputs().size() > result.index() && old.outputs().get(result.index()) == result) {
      old.setOutput(result.index(), Absent.ABSENT);
      old.changed();
    }
    if (newProducer.output(newIndex) instanceof Result replaced && replaced != result) {
      graph.valueInfos.remove(replaced.name());
    }
    newProducer.setOutput(newIndex, result);
    newProducer.changed();
    result.movedTo(newProducer, newIndex);
  }

  /** Gives a node a new, unread result in place of one that something else defines from now on. */
  public void refill(Node node, int index, String formerName) {
    addResult(node, index, freshName(formerName + "_unused"));
    node.changed();
  }

  /** Connects an input of a node to another value. */
  public void setInput(Node node, int index, Value value) {
    if (node.input(index) instanceof NamedValue old) {
      old.unlink(new Use.ByNode(node, index));
    }
    node.setInput(index, value);
    if (value instanceof NamedValue named) {
      named.link(new Use.ByNode(node, index));
    }
  }

  /** Returns another value in place of a graph output; the output's declared name stays. */
  public void setOutput(int index, NamedValue value) {
    Output old = graph.outputs.get(index);
    old.value().unlink(new Use.ByGraphOutput(graph, index));
    value.link(new Use.ByGraphOutput(graph, index));
    graph.outputs.set(index, new Output(value, old.info()));
  }

  /** Says something else of what the graph returns; the name stays. */
  public void redeclareOutput(int index, ValueInfo info) {
    Output old = graph.outputs.get(index);
    if (!info.name().equals(old.info().name())) {
      throw new IllegalArgumentException("output " + index + " is " + old.info().name());
    }
    graph.outputs.set(index, new Output(old.value(), info));
  }

  /** Puts a node at the end of the graph's list. */
  public void append(Node node) {
    node.previous = graph.last;
    node.order = graph.last.map(l -> l.order + OrderNumbers.GAP).orElse(0L);
    graph.last.ifPresentOrElse(
        l -> l.next = Optional.of(node), () -> graph.first = Optional.of(node));
    graph.last = Optional.of(node);
    attach(node);
  }

  /** Puts a node directly before another of this graph. */
  public void insertBefore(Node node, Node successor) {
    if (!successor.attached) {
      throw new IllegalStateException(successor + " is no longer in its graph");
    }
    node.order = OrderNumbers.before(successor);
    Optional<Node> before = successor.previous;
    node.previous = before;
    node.next = Optional.of(successor);
    successor.previous = Optional.of(node);
    before.ifPresentOrElse(b -> b.next = Optional.of(node), () -> graph.first = Optional.of(node));
    attach(node);
  }

  private void attach(Node node) {
    node.attached = true;
    graph.nodeCount++;
  }

  /**
   * Takes a node whose results nothing reads out of the graph: cuts its links to what it reads, and
   * drops what was declared of its results. Nodes of its subgraphs go with it.
   */
  public void remove(Node node) {
    node.results().forEach(GraphMutator::requireUnused);
    node.results().forEach(result -> graph.valueInfos.remove(result.name()));
    release(node);
    Optional<Node> before = node.previous;
    Optional<Node> after = node.next;
    before.ifPresentOrElse(b -> b.next = after, () -> graph.first = after);
    after.ifPresentOrElse(a -> a.previous = before, () -> graph.last = before);
    node.attached = false;
    graph.nodeCount--;
  }

  private static void release(Node node) {
    for (int i = 0; i < node.inputs().size(); i++) {
      if (node.input(i) instanceof NamedValue value) {
        value.unlink(new Use.ByNode(node, i));
      }
    }
    for (Graph subgraph : node.subgraphs()) {
      for (Node inner : subgraph.nodes()) {
        release(inner);
        inner.attached = false;
      }
      for (int i = 0; i < subgraph.outputs.size(); i++) {
        subgraph.outputs.get(i).value().unlink(new Use.ByGraphOutput(subgraph, i));
      }
    }
  }

  private static void requireUnused(NamedValue value) {
    if (!value.uses().isEmpty()) {
      throw new IllegalStateException("'" + value.name() + "' is still read");
    }
  }
}
