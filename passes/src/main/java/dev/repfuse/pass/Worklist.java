package dev.repfuse.pass;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.GraphEditor;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The nodes that a pass still has to look at, each at most once at a time. */
final class Worklist {
  /** A reader more or less of a value that has this many decides nothing for the others. */
  private static final int MANY_READERS = 64;

  private final Deque<Node> queue = new ArrayDeque<>();
  private final Set<Node> queued = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
  private final Graphs graphs;

  /** The next step: a node, or the end. */
  sealed interface Step {}

  record Next(Node node) implements Step {}

  record Done() implements Step {}

  /** Begins with every node, graph by graph. */
  Worklist(Graphs graphs, Pass.Order order) {
    this.graphs = graphs;
    for (Graph graph : graphs.all()) {
      List<Node> nodes = graph.nodeList();
      (order == Pass.Order.FIRST_NODE_FIRST ? nodes : nodes.reversed()).forEach(this::add);
    }
  }

  void add(Node node) {
    if (node.isAttached() && graphs.isLive(node.graph()) && queued.add(node)) {
      queue.add(node);
    }
  }

  /** Queues everything next to a change: new nodes, producers and readers of touched values. */
  void add(GraphEditor.Change change) {
    Set<NamedValue> seen = new HashSet<>();
    change.made().forEach(this::add);
    change.redirected().forEach(this::add);
    for (Node made : change.made()) {
      made.inputs().forEach(this::addProducer);
    }
    for (NamedValue value : change.touched()) {
      if (seen.add(value)) {
        addProducer(value);
        if (value.uses().size() > MANY_READERS) {
          continue;
        }
        for (Use use : value.uses()) {
          if (use instanceof Use.ByNode(Node reader, int index)) {
            add(reader);
          }
        }
      }
    }
  }

  private void addProducer(Value value) {
    if (value instanceof Result result) {
      add(result.producer());
    }
  }

  Step next() {
    while (!queue.isEmpty()) {
      Node node = queue.remove();
      queued.remove(node);
      if (node.isAttached()) {
        return new Next(node);
      }
    }
    return new Done();
  }
}
