package dev.repfuse.pass.choice;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a model before choices are looked for.
 *
 * @param nodes of the main graph and of the bodies in it, each after those that it reads
 * @param selections values that are elements of inputs
 */
record Survey(Facts facts, List<Node> nodes, Selections selections) {

  /**
   * A choice point.
   *
   * @param node where it is
   * @param reads uses of deciding values that it explains
   * @param elements that decide
   */
  record Found(ChoicePoint point, Node node, Set<Use.ByNode> reads, List<Element> elements) {
    Found {
      reads = Set.copyOf(reads);
      elements = List.copyOf(elements);
    }

    Found with(ChoicePoint other) {
      return new Found(other, node, reads, elements);
    }
  }

  static Survey of(Model model) {
    Facts facts = Facts.of(model);
    List<Node> nodes = new ArrayList<>();
    collect(model.graph(), nodes);
    return new Survey(facts, nodes, Selections.of(facts, nodes));
  }

  /** The reader bounds how deep graphs are nested. */
  private static void collect(Graph graph, List<Node> nodes) {
    for (Node node : graph.nodes()) {
      node.subgraphs().forEach(body -> collect(body, nodes));
      nodes.add(node);
    }
  }

  /** The element that a value is, if it is one. */
  Optional<Element> element(Value value) {
    return selections.element(value).map(Element::of);
  }

  /** Whether a value may stand for another, as far as shapes are known. */
  boolean fits(Value value, Value other) {
    Optional<Shape> a = facts.shape(value);
    Optional<Shape> b = facts.shape(other);
    if (a.isEmpty() || b.isEmpty()) {
      return true;
    }
    if (a.get().rank() != b.get().rank()) {
      return false;
    }
    for (int axis = 0; axis < a.get().rank(); axis++) {
      var size = a.get().size(axis);
      var wanted = b.get().size(axis);
      if (size.isPresent() && wanted.isPresent() && size.getAsLong() != wanted.getAsLong()) {
        return false;
      }
    }
    return true;
  }
}
