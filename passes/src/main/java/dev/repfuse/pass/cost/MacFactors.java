package dev.repfuse.pass.cost;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The extents whose product is how many multiply-accumulates a node takes. */
public final class MacFactors {
  /**
   * One extent.
   *
   * @param samples whether the axis is the first of a value whose elements are counted, so that it
   *     may be the batch
   */
  public record Factor(Value value, int axis, boolean samples) {
    /**
     * How long the axis is, for one sample: a first axis of unknown or of batch length counts once.
     */
    public OptionalLong extent(Function<Value, Optional<Shape>> shapes, OptionalLong batch) {
      OptionalLong extent = shapes.apply(value).orElseThrow().size(axis);
      return isBatch(extent, batch) ? OptionalLong.of(1) : extent;
    }

    /** Whether the axis, which is that long, counts samples. */
    public boolean isBatch(OptionalLong extent, OptionalLong batch) {
      return samples && (extent.isEmpty() || extent.equals(batch));
    }
  }

  private final Function<Value, Optional<Shape>> shapes;
  private final List<Factor> factors = new ArrayList<>();

  private MacFactors(Function<Value, Optional<Shape>> shapes) {
    this.shapes = shapes;
  }

  /** The samples that a graph takes at once, if its first input says so. */
  public static OptionalLong batch(Graph graph) {
    return graph.inputs().stream()
        .findFirst()
        .flatMap(input -> input.type().tensorShape())
        .filter(shape -> shape.rank() > 1)
        .map(shape -> shape.size(0))
        .orElse(OptionalLong.empty());
  }

  /** Whether the operator is one of which arithmetic is counted. */
  public static boolean counts(Node node) {
    return node.operator().equals(Operator.FUSED_CONV)
        || (node.operator().isStandard() && isProduct(node));
  }

  private static boolean isProduct(Node node) {
    return switch (node.opType()) {
      case "Conv", "ConvTranspose", "Gemm", "MatMul" -> true;
      default -> false;
    };
  }

  /**
   * The factors of a node that {@link #counts}: elements of the output times what each is a sum of;
   * of the input for a transposed convolution.
   *
   * @return empty if the number of axes of a value is not known
   */
  public static Optional<List<Factor>> of(Node node, Function<Value, Optional<Shape>> shapes) {
    MacFactors found = new MacFactors(shapes);
    Value y = node.outputs().getFirst();
    boolean known =
        switch (node.opType()) {
          case "Conv", "FusedConv" -> found.all(y, 0) && found.all(node.input(1), 1);
          case "ConvTranspose" -> found.all(node.input(0), 0) && found.all(node.input(1), 1);
          case "Gemm" -> found.all(y, 0) && found.one(node.input(0), transposed(node) ? 0 : 1);
          case "MatMul" -> found.all(y, 0) && found.one(node.input(0), -1);
          default -> throw new IllegalArgumentException(node + " is not counted");
        };
    return known ? Optional.of(List.copyOf(found.factors)) : Optional.empty();
  }

  /**
   * The multiply-accumulates of a node that {@link #counts}, for one sample.
   *
   * @return empty if a size that they depend on is not known
   */
  public static OptionalLong product(
      Node node, Function<Value, Optional<Shape>> shapes, OptionalLong batch) {
    Optional<List<Factor>> factors = of(node, shapes);
    if (factors.isEmpty()) {
      return OptionalLong.empty();
    }
    long product = 1;
    for (Factor factor : factors.get()) {
      OptionalLong extent = factor.extent(shapes, batch);
      if (extent.isEmpty()) {
        return OptionalLong.empty();
      }
      product *= extent.getAsLong();
    }
    return OptionalLong.of(product);
  }

  private static boolean transposed(Node node) {
    return node.intAttribute("transA", 0) != 0;
  }

  private boolean all(Value value, int first) {
    Optional<Shape> shape = shapes.apply(value);
    shape.ifPresent(known -> {
      for (int axis = first; axis < known.rank(); axis++) {
        factors.add(new Factor(value, axis, axis == 0));
      }
    });
    return shape.filter(known -> first == 0 || known.rank() >= 2).isPresent();
  }

  private boolean one(Value value, int axis) {
    Optional<Shape> shape = shapes.apply(value).filter(known -> known.rank() > Math.max(axis, 0));
    shape.ifPresent(
        known -> factors.add(new Factor(value, axis < 0 ? known.rank() + axis : axis, false)));
    return shape.isPresent();
  }
}
