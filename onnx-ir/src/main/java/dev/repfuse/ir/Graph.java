package dev.repfuse.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Nodes in topological order between inputs and outputs: a model's main graph, a subgraph of a
 * node, or the body of a function. Read-only; {@link GraphMutator} changes it.
 */
public final class Graph {
  final Map<String, Initializer> initializers = new LinkedHashMap<>();
  final List<GraphInput> inputs = new ArrayList<>();
  final List<Output> outputs = new ArrayList<>();
  final Map<String, ValueInfo> valueInfos = new LinkedHashMap<>();
  Optional<Node> first = Optional.empty();
  Optional<Node> last = Optional.empty();
  int nodeCount;
  Carried carried = Carried.NONE;
  FileOrder fileOrder = FileOrder.NONE;

  private final String name;
  private final Optional<Graph> outer;
  private final Names names;
  private final boolean holdsInitializers;

  private Graph(String name, Optional<Graph> outer, Names names, boolean holdsInitializers) {
    this.name = name;
    this.outer = outer;
    this.names = names;
    this.holdsInitializers = holdsInitializers;
  }

  /** A new, empty main graph. */
  public static Graph create(String name) {
    return new Graph(name, Optional.empty(), new Names(), true);
  }

  /** A new, empty body of a function, which has no place for initializers. */
  public static Graph createFunctionBody(String name) {
    return new Graph(name, Optional.empty(), new Names(), false);
  }

  /** A new, empty subgraph inside of {@code outer}, whose values it may capture. */
  public static Graph createInside(Graph outer, String name) {
    return new Graph(name, Optional.of(outer), outer.names, true);
  }

  public String name() {
    return name;
  }

  /** The graph around a subgraph. */
  public Optional<Graph> outer() {
    return outer;
  }

  /** Whether {@code inner} lies inside of this graph, at any depth. */
  public boolean isAround(Graph inner) {
    Optional<Graph> around = inner.outer;
    while (around.isPresent() && around.get() != this) {
      around = around.get().outer;
    }
    return around.isPresent();
  }

  /** This graph and those inside of it, at any depth; a graph stands before those in it. */
  public List<Graph> withInner() {
    List<Graph> graphs = new ArrayList<>();
    Deque<Graph> waiting = new ArrayDeque<>(List.of(this));
    while (!waiting.isEmpty()) {
      Graph graph = waiting.remove();
      graphs.add(graph);
      graph.nodes().forEach(node -> waiting.addAll(node.subgraphs()));
    }
    return graphs;
  }

  /** Whether constants can be initializers; in a function's body they are Constant nodes. */
  public boolean holdsInitializers() {
    return holdsInitializers;
  }

  /** Every name in use in this graph, the graphs around it and inside of it. */
  public Names names() {
    return names;
  }

  /** The inputs; initializers that old files list among them are not here. */
  public List<GraphInput> inputs() {
    return Collections.unmodifiableList(inputs);
  }

  public List<Output> outputs() {
    return Collections.unmodifiableList(outputs);
  }

  public Collection<Initializer> initializers() {
    return Collections.unmodifiableCollection(initializers.values());
  }

  /** What the file declares of intermediate values, by name. */
  public Map<String, ValueInfo> valueInfos() {
    return Collections.unmodifiableMap(valueInfos);
  }

  public int nodeCount() {
    return nodeCount;
  }

  public Optional<Node> firstNode() {
    return first;
  }

  public Optional<Node> lastNode() {
    return last;
  }

  /** The nodes in topological order; must not be changed during the walk. */
  public Iterable<Node> nodes() {
    return () ->
        new Iterator<>() {
          private Optional<Node> upcoming = first;

          @Override
          public boolean hasNext() {
            return upcoming.isPresent();
          }

          @Override
          public Node next() {
            Node node = upcoming.orElseThrow(NoSuchElementException::new);
            upcoming = node.next;
            return node;
          }
        };
  }

  /** A copy of the node list, safe to walk while the graph changes. */
  public List<Node> nodeList() {
    List<Node> list = new ArrayList<>(nodeCount);
    nodes().forEach(list::add);
    return list;
  }

  /** The order in which the file lists inputs and initializers. */
  public FileOrder fileOrder() {
    return fileOrder;
  }

  /** Fields of the message that the IR does not interpret. */
  public Carried carried() {
    return carried;
  }
}
