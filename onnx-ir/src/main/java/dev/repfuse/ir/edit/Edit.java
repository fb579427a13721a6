package dev.repfuse.ir.edit;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.ValueInfo;
import java.util.List;

/**
 * A change of a graph, as data. Whatever a change leaves unread is removed with it; names of graph
 * inputs and outputs, and of values that survive, never change. Only {@link Return} and {@link
 * Withdraw} change which outputs there are.
 */
public sealed interface Edit {

  /** Readers of {@code old} read {@code replacement} instead; see {@link #canBypass}. */
  record Bypass(NamedValue old, NamedValue replacement) implements Edit {}

  /**
   * New nodes compute a result in place of the node that did. They stand where that node stood, so
   * they may read everything that it could.
   *
   * @param nodes in topological order; the last one's first output becomes {@code result}
   * @param hint what values in between are named, with numbers behind it
   */
  record Rebuild(Result result, List<NewNode> nodes, String hint) implements Edit {
    public Rebuild {
      nodes = List.copyOf(nodes);
      if (nodes.isEmpty()) {
        throw new IllegalArgumentException(result + " needs a node that computes it");
      }
    }

    /** The same with values in between named after the result. */
    public Rebuild(Result result, List<NewNode> nodes) {
      this(result, nodes, result.name() + "_part");
    }
  }

  /**
   * A constant of the same name takes the place of a result: an initializer, or a Constant node in
   * a function and where a graph returns the result.
   */
  record ToConstant(Result result, Tensor tensor) implements Edit {}

  /** A node that nothing reads goes. */
  record Discard(Node node) implements Edit {}

  /** A constant that nothing reads goes. */
  record DropConstant(Initializer initializer) implements Edit {}

  /**
   * New nodes compute a further output of the graph, its last.
   *
   * @param behind the node behind which they stand; they may read what it can, and its results
   * @param nodes in topological order; the last one's first output is returned
   * @param info the output's name, which nothing has yet, and its type
   */
  record Return(Node behind, List<NewNode> nodes, ValueInfo info) implements Edit {
    public Return {
      nodes = List.copyOf(nodes);
      if (nodes.isEmpty()) {
        throw new IllegalArgumentException(info.name() + " needs a node that computes it");
      }
    }
  }

  /** The graph no longer returns one of its outputs; what only that needed goes too. */
  record Withdraw(Graph graph, int index) implements Edit {}

  /** Several changes in turn. */
  record Sequence(List<Edit> edits) implements Edit {
    public Sequence {
      edits = List.copyOf(edits);
    }
  }

  /**
   * Whether {@code replacement} can stand in for {@code old}: it has to be defined wherever {@code
   * old} is, every name that has to survive does, and the name that readers use from then on must
   * mean nothing else in a subgraph. When {@code old} is a graph output, another node's result has
   * to take over its name.
   */
  static boolean canBypass(NamedValue old, NamedValue replacement) {
    NamedValue lasting = mustKeepName(old) ? old : replacement;
    if (old == replacement || lasting.graph().names().isShadowed(lasting.name(), lasting.graph())) {
      return false;
    }
    if (old.graph() != replacement.graph()) {
      return replacement.graph().isAround(old.graph()) && !mustKeepName(old);
    }
    if (!isDefinedBefore(replacement, old)) {
      return false;
    }
    return !mustKeepName(old)
        || (old instanceof Result && replacement instanceof Result && !mustKeepName(replacement));
  }

  private static boolean isDefinedBefore(NamedValue first, NamedValue second) {
    if (!(first instanceof Result early)) {
      return true;
    }
    return second instanceof Result late && early.producer().order() <= late.producer().order();
  }

  /** Whether a graph returns the value. */
  static boolean isReturned(NamedValue value) {
    return value.uses().stream().anyMatch(Use.ByGraphOutput.class::isInstance);
  }

  /** Whether a graph output or a reference from outside of the graph fixes the value's name. */
  static boolean mustKeepName(NamedValue value) {
    for (Use use : value.uses()) {
      if (!(use instanceof Use.ByNode)) {
        return true;
      }
    }
    return false;
  }
}
