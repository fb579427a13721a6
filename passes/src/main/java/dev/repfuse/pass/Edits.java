package dev.repfuse.pass;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Looks ahead at what an edit will do: bytes of weights, and words for reports. */
public final class Edits {
  private Edits() {}

  /** Bytes that an edit adds to the file: new nodes and their constants. */
  public static long bytesAdded(Edit edit) {
    return switch (edit) {
      case Edit.Rebuild(Result result, List<NewNode> nodes, String hint) ->
          bytesAdded(nodes, result.graph(), hint);
      case Edit.Return(Node behind, List<NewNode> nodes, var info) ->
          bytesAdded(nodes, behind.graph(), info.name());
      case Edit.ToConstant constant ->
          EncodedSize.of(constant.result().name(), constant.tensor(), constant.result().graph());
      case Edit.Sequence sequence -> sequence.edits().stream().mapToLong(Edits::bytesAdded).sum();
      case Edit.Bypass bypass -> 0;
      case Edit.Discard discard -> 0;
      case Edit.DropConstant drop -> 0;
      case Edit.Withdraw withdraw -> 0;
    };
  }

  /**
   * Bytes of new nodes and their constants.
   *
   * @param hint what results of new nodes are named after
   */
  private static long bytesAdded(List<NewNode> nodes, Graph graph, String hint) {
    long bytes = 0;
    Set<Operand> known = new HashSet<>();
    for (NewNode node : nodes) {
      bytes += EncodedSize.of(node, hint);
      for (Operand operand : node.inputs()) {
        if (known.add(operand)) {
          bytes +=
              switch (operand) {
                case Operand.Constant(Tensor t, String name) -> EncodedSize.of(name, t, graph);
                case Operand.Made(int maker, int output) when output > 0 ->
                    EncodedSize.ofName(hint);
                case Operand.Made made -> 0;
                case Operand.Existing existing -> 0;
              };
        }
      }
    }
    return bytes;
  }

  /** Bytes that an edit frees: nodes that go, and constants that nothing reads any more. */
  public static long bytesFreed(Edit edit) {
    return switch (edit) {
      case Edit.Rebuild rebuild -> bytesFreedWithout(rebuild.result().producer(), rebuild.nodes());
      case Edit.ToConstant constant ->
          bytesFreedWithout(constant.result().producer(), Collections.emptyList());
      case Edit.Bypass(var old, var replacement) ->
          old instanceof Result result
              ? bytesFreed(deadWithoutReading(result.producer(), replacement))
              : old instanceof Initializer constant ? bytes(constant) : 0;
      case Edit.Discard(Node node) -> bytesFreedWithout(node, Collections.emptyList());
      case Edit.DropConstant(Initializer initializer) -> bytes(initializer);
      case Edit.Return added -> 0;
      case Edit.Withdraw(Graph graph, int index) ->
          graph.outputs().get(index).value() instanceof Result result && result.hasOneUse()
              ? bytesFreedWithout(result.producer(), Collections.emptyList())
              : 0;
      case Edit.Sequence sequence -> sequence.edits().stream().mapToLong(Edits::bytesFreed).sum();
    };
  }

  /** Every node that goes when {@code root} goes and a node that reads {@code source} comes. */
  public static Set<Node> deadWithoutReading(Node root, Value source) {
    return deadWithoutReading(root, List.of(source));
  }

  /** Every node that goes when {@code root} goes and nodes that read {@code sources} come. */
  public static Set<Node> deadWithoutReading(Node root, Collection<? extends Value> sources) {
    Set<Value> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    kept.addAll(sources);
    return dead(root, kept);
  }

  private static Set<Node> deadWithout(Node root, Collection<NewNode> made) {
    Set<Value> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    for (NewNode node : made) {
      for (Operand operand : node.inputs()) {
        if (operand instanceof Operand.Existing(Value value)) {
          kept.add(value);
        }
      }
    }
    return dead(root, kept);
  }

  private static Set<Node> dead(Node root, Set<Value> kept) {
    Set<Node> dead = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> work = new ArrayDeque<>();
    dead.add(root);
    work.add(root);
    while (!work.isEmpty()) {
      for (Value input : work.remove().inputs()) {
        if (input instanceof Result result
            && !dead.contains(result.producer())
            && result.producer().results().stream()
                .allMatch(r -> !kept.contains(r) && onlyReadBy(r, dead))) {
          dead.add(result.producer());
          work.add(result.producer());
        }
      }
    }
    return dead;
  }

  private static boolean onlyReadBy(Value value, Set<Node> readers) {
    for (Use use : value.uses()) {
      if (!(use instanceof Use.ByNode(Node reader, int index) && readers.contains(reader))) {
        return false;
      }
    }
    return true;
  }

  private static long bytesFreedWithout(Node root, Collection<NewNode> made) {
    return bytesFreed(deadWithout(root, made));
  }

  /** Bytes of nodes that go, and of constants that nothing else reads. */
  public static long bytesFreed(Set<Node> dead) {
    Set<Value> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    long bytes = 0;
    for (Node node : dead) {
      bytes += EncodedSize.of(node);
      for (Value input : node.inputs()) {
        if (input instanceof Initializer initializer
            && counted.add(initializer)
            && onlyReadBy(initializer, dead)) {
          bytes += bytes(initializer);
        }
      }
    }
    return bytes;
  }

  private static long bytes(Initializer initializer) {
    return initializer
        .tensor()
        .map(t -> EncodedSize.of(initializer.name(), t, initializer.graph()))
        .orElse(0L);
  }

  static String describe(Edit edit) {
    return switch (edit) {
      case Edit.Rebuild rebuild -> rebuild.result().producer().toString();
      case Edit.ToConstant constant -> constant.result().producer().toString();
      case Edit.Bypass(var old, var replacement) ->
          old instanceof Result result ? result.producer().toString() : "'" + old.name() + "'";
      case Edit.Discard(Node node) -> node.toString();
      case Edit.DropConstant(Initializer initializer) -> "'" + initializer.name() + "'";
      case Edit.Return added -> "'" + added.info().name() + "'";
      case Edit.Withdraw(Graph graph, int index) ->
          "'" + graph.outputs().get(index).value().name() + "'";
      case Edit.Sequence sequence ->
          sequence.edits().isEmpty() ? "" : describe(sequence.edits().getFirst());
    };
  }
}
