package dev.repfuse.prove;

import dev.repfuse.ir.ConstantNode;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Classes of values of both models: values of one class are equal in every run. A value of the
 * result gets a class when it is computed as one of the original is, or was proved equal to one.
 */
final class Numbering {
  private final Map<NamedValue, Integer> classes = new HashMap<>();
  private final Map<NodeKey, List<Optional<Integer>>> nodes = new HashMap<>();
  private final Map<NodeKey.Content, Integer> contents = new HashMap<>();
  private final Map<Integer, NamedValue> originals = new HashMap<>();
  private final Map<Integer, NamedValue> results = new HashMap<>();
  private int next;

  /** The class of a value, if it has one; constants of equal content have one class. */
  Optional<Integer> of(Value value) {
    if (value instanceof Initializer initializer && !classes.containsKey(initializer)) {
      classes.put(initializer, initializer.tensor().map(this::content).orElseGet(() -> next++));
    }
    return value instanceof NamedValue named
        ? Optional.ofNullable(classes.get(named))
        : Optional.empty();
  }

  private int content(Tensor tensor) {
    return contents.computeIfAbsent(new NodeKey.Content(tensor), _ -> next++);
  }

  /** A value of the original's of this class. */
  Optional<NamedValue> original(Integer known) {
    return Optional.ofNullable(originals.get(known));
  }

  /** A value of the result's of this class. */
  Optional<NamedValue> result(Integer known) {
    return Optional.ofNullable(results.get(known));
  }

  /** Puts two inputs into a class of their own. */
  void pair(GraphInput original, GraphInput result) {
    int fresh = next++;
    classes.put(original, fresh);
    originals.put(fresh, original);
    assign(result, fresh);
  }

  /** Says that a value of the result is in a class. */
  void assign(NamedValue result, Integer known) {
    classes.put(result, known);
    results.putIfAbsent(known, result);
  }

  /** Gives the results of one of the original's nodes their classes. */
  void number(Node node, boolean opaque) {
    List<Optional<Integer>> known = literal(node);
    if (known.isEmpty()) {
      NodeKey key = NodeKey.of(node, this::of, opaque).orElseThrow();
      known =
          nodes.computeIfAbsent(
              key,
              _ ->
                  node.outputs().stream()
                      .map(v ->
                          v instanceof Result ? Optional.of(next++) : Optional.<Integer>empty())
                      .toList());
    }
    for (Result result : node.results()) {
      int number = known.get(result.index()).orElseGet(() -> next++);
      classes.put(result, number);
      originals.putIfAbsent(number, result);
    }
  }

  /**
   * Gives the results of one of the result's nodes their classes, if the original computes them.
   */
  boolean recognize(Node node, boolean opaque) {
    List<Optional<Integer>> known = literal(node);
    if (known.isEmpty()) {
      Optional<NodeKey> key = NodeKey.of(node, this::of, opaque);
      known = key.flatMap(k -> Optional.ofNullable(nodes.get(k))).orElse(List.of());
    }
    for (Result result : node.results()) {
      if (result.index() >= known.size() || known.get(result.index()).isEmpty()) {
        return false;
      }
    }
    for (Result result : node.results()) {
      known.get(result.index()).ifPresent(number -> assign(result, number));
    }
    return true;
  }

  /** The classes of the results of nodes that need no proof: Constant and Identity. */
  private List<Optional<Integer>> literal(Node node) {
    if (node.is("Constant")) {
      return ConstantNode.tensor(node)
          .map(tensor -> List.of(Optional.of(content(tensor))))
          .orElse(List.of());
    }
    if (node.is("Identity")) {
      return of(node.input(0)).map(number -> List.of(Optional.of(number))).orElse(List.of());
    }
    return List.of();
  }
}
