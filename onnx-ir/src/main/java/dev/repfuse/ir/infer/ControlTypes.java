package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators that run subgraphs, whose own values were inferred before. */
final class ControlTypes {
  private ControlTypes() {}

  static Map<String, Rule> rules() {
    return Map.of("If", ControlTypes::branches, "Loop", ControlTypes::loop);
  }

  private static List<Fact> branches(Operation node) {
    List<Graph> graphs = node.node().subgraphs();
    if (graphs.size() != 2) {
      return List.of();
    }
    List<Output> first = graphs.get(0).outputs();
    List<Output> second = graphs.get(1).outputs();
    List<Fact> facts = new ArrayList<>(first.size());
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      facts.add(
          Fact.of(
              common(
                  node.fact(first.get(i).value()).type(),
                  node.fact(second.get(i).value()).type())));
    }
    return facts;
  }

  /** What holds of a value that is of one type or the other. */
  private static Type common(Type a, Type b) {
    if (a.equals(b)) {
      return a;
    }
    if (!(a instanceof Type.TensorType(ElementType element, Optional<Shape> left))
        || !(b instanceof Type.TensorType(ElementType other, Optional<Shape> right))
        || element != other) {
      return Type.UNKNOWN;
    }
    boolean sameRank =
        left.isPresent() && right.isPresent() && left.get().rank() == right.get().rank();
    if (!sameRank) {
      return new Type.TensorType(element, Optional.empty());
    }
    List<Dim> dims = new ArrayList<>(left.get().rank());
    for (int axis = 0; axis < left.get().rank(); axis++) {
      Dim dim = left.get().dim(axis);
      dims.add(dim.equals(right.get().dim(axis)) ? dim : Dim.UNKNOWN);
    }
    return Type.tensor(element, new Shape(dims));
  }

  /** Values carried from one turn to the next, then what each turn yields, stacked. */
  private static List<Fact> loop(Operation node) {
    if (node.node().subgraphs().size() != 1) {
      return List.of();
    }
    Graph body = node.node().subgraphs().getFirst();
    int carried = Math.max(0, node.inputCount() - 2);
    List<Fact> facts = new ArrayList<>();
    for (int i = 1; i < body.outputs().size(); i++) {
      Type type = node.fact(body.outputs().get(i).value()).type();
      if (i <= carried) {
        facts.add(Fact.of(type.tensorElement(), Optional.empty()));
      } else {
        facts.add(
            Fact.of(
                type.tensorElement(),
                type.tensorShape()
                    .map(s -> Extents.concat(Collections.singletonList(Dim.UNKNOWN), s.dims()))));
      }
    }
    return facts;
  }
}
