package dev.repfuse.ir.edit;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import java.util.List;

/**
 * A change of a graph, as data. Whatever a change leaves unread is removed with it; names of graph
 * inputs and outputs, and of values that survive, never change.
 */
public sealed interface Edit {

  /** Readers of {@code old} read {@code replacement} instead; see {@link #canBypass}. */
  record Bypass(NamedValue old, NamedValue replacement) implements Edit {}

  /**
   * New nodes compute a result in place of the node that did. They stand where that node stood, so
   * they may read everything that it could.
   *
   * @param nodes in topological order; the last one's first output becomes {@code result}
   */
  record Rebuild(Result result, List<NewNode> nodes) implements Edit {
    public Rebuild {
      nodes = List.copyOf(nodes);
    }
  }

  /** A constant of the same name takes the place of a result. */
  record ToConstant(Result result, Tensor tensor) implements Edit {}

  /** A node that nothing reads goes. */
  record Discard(Node node) implements Edit {}

  /** Constants that nothing reads go. */
  record DropConstant(dev.repfuse.ir.Initializer initializer) implements Edit {}

  /** Several changes in turn. */
  record Sequence(List<Edit> edits) implements Edit {
    public Sequence {
      edits = List.copyOf(edits);
    }
  }

  /**
   * Whether {@code replacement} can stand in for {@code old} with every name that has to survive:
   * when {@code old} is a graph output, another node's result has to take over its name.
   */
  static boolean canBypass(NamedValue old, NamedValue replacement) {
    if (old.graph() != replacement.graph()) {
      return old.uses().stream().allMatch(use -> use instanceof Use.ByNode);
    }
    return !mustKeepName(old) || (replacement instanceof Result && !mustKeepName(replacement));
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
