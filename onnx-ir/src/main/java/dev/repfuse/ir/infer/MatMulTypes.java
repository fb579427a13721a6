package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Matrix products. */
final class MatMulTypes {
  private MatMulTypes() {}

  static Map<String, Rule> rules() {
    return Map.of(
        "Gemm", Rule.one(MatMulTypes::gemm),
        "MatMul", Rule.one(node -> product(node, node.sharedElement(0), 0, 1)),
        "MatMulInteger", Rule.one(node -> product(node, ElementType.INT32, 0, 1)),
        "QLinearMatMul", Rule.one(node -> product(node, node.element(7), 0, 3)));
  }

  /** [M, K] times [K, N], each read transposed when its attribute says so. */
  private static Fact gemm(Operation node) {
    boolean transA = node.integer("transA", 0) != 0;
    boolean transB = node.integer("transB", 0) != 0;
    Optional<Shape> a = matrix(node.shape(0));
    Optional<Shape> b = matrix(node.shape(1));
    if (a.isPresent() && b.isPresent()) {
      requireEqual(a.get().dim(transA ? 0 : 1), b.get().dim(transB ? 1 : 0), a.get(), b.get());
    }
    Dim rows = a.map(s -> s.dim(transA ? 1 : 0)).orElse(Dim.UNKNOWN);
    Dim columns = b.map(s -> s.dim(transB ? 0 : 1)).orElse(Dim.UNKNOWN);
    Shape result = new Shape(List.of(rows, columns));
    if (node.opset() >= 7) {
      node.shape(2).ifPresent(c -> checkAddend(c, result));
    }
    return Fact.of(node.sharedElement(0), result);
  }

  private static Optional<Shape> matrix(Optional<Shape> shape) {
    shape.ifPresent(s -> IllegalNode.unless(s.rank() == 2, "its input %s is no matrix", s));
    return shape;
  }

  private static void checkAddend(Shape addend, Shape result) {
    boolean fits = addend.rank() <= 2;
    for (int i = 1; fits && i <= addend.rank(); i++) {
      Dim own = addend.dim(addend.rank() - i);
      fits = own.is(1) || !Extents.differ(own, result.dim(2 - i));
    }
    IllegalNode.unless(fits, "its addend %s does not broadcast to %s", addend, result);
  }

  private static void requireEqual(Dim a, Dim b, Shape left, Shape right) {
    IllegalNode.unless(
        !Extents.differ(a, b), "%s and %s cannot be multiplied as matrices", left, right);
  }

  /** A product as numpy defines it: the last two axes are matrices, the others broadcast. */
  private static Fact product(Operation node, ElementType element, int left, int right) {
    if (node.shape(left).isEmpty() || node.shape(right).isEmpty()) {
      return Fact.of(element, Optional.empty());
    }
    Shape a = node.shape(left).get();
    Shape b = node.shape(right).get();
    IllegalNode.unless(a.rank() > 0 && b.rank() > 0, "it multiplies a scalar");
    int batchA = Math.max(0, a.rank() - 2);
    int batchB = Math.max(0, b.rank() - 2);
    requireEqual(a.dim(a.rank() - 1), b.dim(batchB), a, b);
    Shape batch =
        Extents.broadcast(
            new Shape(a.dims().subList(0, batchA)), new Shape(b.dims().subList(0, batchB)));
    List<Dim> rows = a.rank() == 1 ? List.of() : List.of(a.dim(a.rank() - 2));
    List<Dim> columns = b.rank() == 1 ? List.of() : List.of(b.dim(b.rank() - 1));
    return Fact.of(element, Extents.concat(Extents.concat(batch.dims(), rows).dims(), columns));
  }
}
