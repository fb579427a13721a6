package dev.repfuse.ir.io;

import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.io.wire.WireReader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/** Puts nodes in topological order, keeping the file's order wherever it already is one. */
final class NodeOrder {
  private final List<NodeDraft> nodes;
  private final Map<String, Integer> producers = new HashMap<>();

  NodeOrder(List<NodeDraft> nodes) {
    this.nodes = nodes;
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        if (!output.isEmpty() && producers.putIfAbsent(output, i) != null) {
          throw new ModelException(
              "node " + nodes.get(i).label() + ": '" + output + "' is produced twice");
        }
      }
    }
  }

  /**
   * The nodes, each after those that it reads from.
   *
   * @param scope the values that are there before any node
   * @throws ModelException if nodes depend on each other in a circle
   */
  List<NodeDraft> sorted(Scope scope) {
    List<Set<Integer>> dependencies = new ArrayList<>(nodes.size());
    boolean inOrder = true;
    for (int i = 0; i < nodes.size(); i++) {
      Set<Integer> needed = new LinkedHashSet<>(4);
      for (String name : namesReadBy(nodes.get(i))) {
        Integer producer = producers.get(name);
        if (producer != null) {
          needed.add(producer);
          inOrder &= producer < i;
        }
      }
      dependencies.add(needed);
    }
    return inOrder ? nodes : sort(dependencies, scope);
  }

  private List<NodeDraft> sort(List<Set<Integer>> dependencies, Scope scope) {
    List<List<Integer>> readers = new ArrayList<>(nodes.size());
    int[] missing = new int[nodes.size()];
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < nodes.size(); i++) {
      readers.add(new ArrayList<>(2));
    }
    for (int i = 0; i < nodes.size(); i++) {
      missing[i] = dependencies.get(i).size();
      for (int producer : dependencies.get(i)) {
        readers.get(producer).add(i);
      }
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    List<NodeDraft> order = new ArrayList<>(nodes.size());
    while (!ready.isEmpty()) {
      int node = ready.remove();
      order.add(nodes.get(node));
      for (int reader : readers.get(node)) {
        if (--missing[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    if (order.size() < nodes.size()) {
      throw circle(IntStream.range(0, nodes.size()).filter(i -> missing[i] > 0).toArray(), scope);
    }
    return order;
  }

  /** A circle, or what looks like one because a result has the name of something older. */
  private ModelException circle(int[] stuck, Scope scope) {
    for (int i : stuck) {
      for (String output : nodes.get(i).outputs()) {
        if (scope.find(output).isPresent()) {
          return new ModelException(
              "node %s: its result '%s' has the name of another value"
                  .formatted(nodes.get(i).label(), output));
        }
      }
    }
    return new ModelException(
        "node "
            + nodes.get(stuck[0]).label()
            + " depends on its own result: the graph has a cycle");
  }

  /** Inputs, and names that its subgraphs take from around them. */
  private static Set<String> namesReadBy(NodeDraft node) {
    Set<String> names = new LinkedHashSet<>(node.inputs());
    Deque<Subgraph> graphs = new ArrayDeque<>();
    node.attributes().forEach(attribute -> graphsIn(attribute, 1, graphs));
    if (graphs.isEmpty()) {
      return names;
    }
    Set<String> read = new LinkedHashSet<>();
    Set<String> defined = new HashSet<>();
    while (!graphs.isEmpty()) {
      Subgraph graph = graphs.pop();
      if (graph.depth() > GraphReader.DEEPEST) {
        throw new ModelException("node " + node.label() + ": " + GraphReader.TOO_DEEP);
      }
      scan(graph, graphs, read, defined);
    }
    read.removeAll(defined);
    names.addAll(read);
    return names;
  }

  /** A graph inside of a node, {@code depth} levels down. */
  private record Subgraph(MemorySegment message, int depth) {}

  private static void scan(
      Subgraph graph, Deque<Subgraph> graphs, Set<String> read, Set<String> defined) {
    WireReader in = WireReader.of(graph.message());
    while (in.next()) {
      switch (in.field()) {
        case 1 -> {
          NodeDraft node = NodeDraft.read(in.bytes());
          read.addAll(node.inputs());
          defined.addAll(node.outputs());
          node.attributes().forEach(attribute -> graphsIn(attribute, graph.depth() + 1, graphs));
        }
        case 11 -> defined.add(TypeReader.valueInfo(in.bytes()).name());
        case 12 -> read.add(TypeReader.valueInfo(in.bytes()).name());
        default -> {}
      }
    }
  }

  private static void graphsIn(MemorySegment attribute, int depth, Deque<Subgraph> graphs) {
    WireReader in = WireReader.of(attribute);
    while (in.next()) {
      if (in.field() == 6 || in.field() == 11) {
        graphs.push(new Subgraph(in.bytes(), depth));
      }
    }
  }
}
