package dev.repfuse.prove;

import dev.repfuse.ir.Function;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells the functions that two models share from those that only one of them has in its form. */
final class Functions {
  private final Model original;
  private final Model result;
  private final Set<Function> different = Collections.newSetFromMap(new IdentityHashMap<>());

  private Functions(Model original, Model result) {
    this.original = original;
    this.result = result;
  }

  /**
   * The two models with calls of functions that are not the same replaced by what they call; the
   * models themselves if all are the same.
   *
   * @throws Unprovable if such a call cannot be replaced
   */
  static List<Model> aligned(Model original, Model result) {
    Functions functions = new Functions(original, result);
    functions.compare();
    Set<Function> different = functions.different;
    if (different.isEmpty()) {
      return List.of(original, result);
    }
    return List.of(
        Expansion.of(original, different::contains), Expansion.of(result, different::contains));
  }

  private void compare() {
    original.functions().stream()
        .filter(function -> !isSame(function, result))
        .forEach(different::add);
    result.functions().stream()
        .filter(function -> !isSame(function, original))
        .forEach(different::add);
    int before = -1;
    while (before != different.size()) {
      before = different.size();
      spread(original);
      spread(result);
    }
  }

  /** A function that calls one that is not the same is not the same either. */
  private void spread(Model model) {
    for (Function function : model.functions()) {
      if (callsDifferent(function.body(), model)) {
        different.add(function);
      }
    }
  }

  private boolean callsDifferent(Graph graph, Model model) {
    for (Node node : graph.nodes()) {
      if (model.functionOf(node).filter(different::contains).isPresent()
          || node.subgraphs().stream().anyMatch(subgraph -> callsDifferent(subgraph, model))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(Function function, Model other) {
    Optional<Function> that =
        other.functions().stream()
            .filter(candidate -> candidate.operator().equals(function.operator()))
            .findFirst();
    return that.isPresent()
        && function.encoded().mismatch(that.get().encoded()) < 0
        && isAsRead(function.body())
        && isAsRead(that.get().body());
  }

  /** Whether no node was changed since the file was read: only then its bytes tell what it does. */
  private static boolean isAsRead(Graph graph) {
    for (Node node : graph.nodes()) {
      if (node.encoded().isEmpty() || !node.subgraphs().stream().allMatch(Functions::isAsRead)) {
        return false;
      }
    }
    return true;
  }
}
