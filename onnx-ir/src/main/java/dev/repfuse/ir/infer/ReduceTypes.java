package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Operators that reduce axes to one element or to a few. */
final class ReduceTypes {
  private ReduceTypes() {}

  static Map<String, Rule> rules() {
    Map<String, Rule> rules = new HashMap<>();
    for (String name : List.of("L1", "L2", "LogSum", "LogSumExp", "Mean", "SumSquare")) {
      rules.put("Reduce" + name, Rule.one(node -> reduce(node, 18)));
    }
    rules.put("ReduceSum", folded(13, Arithmetic::add));
    rules.put("ReduceProd", folded(18, Arithmetic::multiply));
    rules.put("ReduceMax", folded(18, t -> Arithmetic.binary(t, Math::max, Math::max)));
    rules.put("ReduceMin", folded(18, t -> Arithmetic.binary(t, Math::min, Math::min)));
    rules.put("ArgMax", Rule.one(ReduceTypes::arg));
    rules.put("ArgMin", Rule.one(ReduceTypes::arg));
    rules.put("TopK", ReduceTypes::topK);
    return rules;
  }

  private static Fact reduce(Operation node, int axesAreInputSince) {
    return Fact.of(
        node.element(0), node.shape(0).flatMap(x -> reduced(node, x, axesAreInputSince)));
  }

  private static Optional<Shape> reduced(Operation node, Shape x, int axesAreInputSince) {
    boolean keep = node.integer("keepdims", 1) != 0;
    boolean given = node.gives("axes", 1, axesAreInputSince);
    Optional<long[]> axes =
        given ? node.integers("axes", 1, axesAreInputSince) : Optional.of(new long[0]);
    if (axes.isEmpty()) {
      return keep ? Optional.of(Shape.unknown(x.rank())) : Optional.empty();
    }
    boolean all = axes.get().length == 0;
    if (all && node.integer("noop_with_empty_axes", 0) != 0) {
      return Optional.of(x);
    }
    Set<Integer> dropped = new HashSet<>();
    for (long axis : axes.get()) {
      dropped.add(Operation.axis(axis, x.rank()));
    }
    List<Dim> dims = new ArrayList<>(x.rank());
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!all && !dropped.contains(axis)) {
        dims.add(x.dim(axis));
      } else if (keep) {
        dims.add(Dim.of(1));
      }
    }
    return Optional.of(new Shape(dims));
  }

  /** A reduction that is followed when it leaves one element of whole numbers. */
  private static Rule folded(
      int axesAreInputSince, Function<ElementType, BinaryOperator<Element>> arithmetic) {
    return Rule.one(node -> {
      Fact fact = reduce(node, axesAreInputSince);
      Optional<Content> input = node.content(0).filter(c -> c.count() > 0);
      boolean whole =
          fact.type().tensorShape().map(s -> Extents.product(s.dims()).is(1)).orElse(false);
      if (input.isEmpty() || !whole || !input.get().type().isInteger()) {
        return fact;
      }
      ElementType type = input.get().type();
      Element result = input.get().elements().stream().reduce(arithmetic.apply(type)).orElseThrow();
      long[] sizes = fact.type().tensorShape().flatMap(Shape::sizes).orElseThrow();
      return fact.with(Content.filled(type, sizes, result));
    });
  }

  private static Fact arg(Operation node) {
    boolean keep = node.integer("keepdims", 1) != 0;
    return Fact.of(
        ElementType.INT64,
        node.shape(0)
            .map(x -> {
              int axis = Operation.axis(node.integer("axis", 0), x.rank());
              List<Dim> dims = new ArrayList<>(x.dims());
              dims.remove(axis);
              if (keep) {
                dims.add(axis, Dim.of(1));
              }
              return new Shape(dims);
            }));
  }

  private static List<Fact> topK(Operation node) {
    Dim count =
        node.opset() < 10
            ? Dim.of(node.required("k"))
            : node.content(1)
                .filter(c -> c.count() == 1)
                .map(c -> c.dims().getFirst())
                .orElse(Dim.UNKNOWN);
    Optional<Shape> shape =
        node.shape(0)
            .map(x -> Extents.with(x, Operation.axis(node.integer("axis", -1), x.rank()), count));
    return List.of(Fact.of(node.element(0), shape), Fact.of(ElementType.INT64, shape));
  }
}
