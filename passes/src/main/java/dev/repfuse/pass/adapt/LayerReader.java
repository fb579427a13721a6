package dev.repfuse.pass.adapt;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.Arrays;
import java.util.Optional;

/** Reads matrix products of a vector: Gemm, MatMul, and Conv at one position. */
final class LayerReader {
  private final Node node;
  private final Facts facts;

  LayerReader(Node node, Facts facts) {
    this.node = node;
    this.facts = facts;
  }

  Link gemm() {
    if (node.intAttribute("transA", 0) != 0) {
      return new Link.Barrier("transposes the vector");
    }
    Optional<Tensor> weight = facts.constant(node.input(1));
    if (weight.isEmpty()) {
      return notConstant(node.input(1));
    }
    boolean rows = node.intAttribute("transB", 0) != 0;
    Tensor matrix = rows ? weight.get() : transposed(weight.get());
    Tensor scaled = scaled(matrix, node.floatAttribute("alpha", 1));
    if (node.input(2) instanceof Absent) {
      return layer(scaled, Optional.empty());
    }
    Optional<Tensor> added = facts.constant(node.input(2));
    if (added.isEmpty()) {
      return notConstant(node.input(2));
    }
    Optional<Tensor> bias = Constants.perChannel(added.get(), matrix.shape().size(0), 2);
    return bias.isEmpty()
        ? new Link.Barrier("adds other numbers to each sample")
        : layer(scaled, bias.map(tensor -> scaled(tensor, node.floatAttribute("beta", 1))));
  }

  Link matMul() {
    Optional<Tensor> weight = facts.constant(node.input(1));
    if (weight.isEmpty()) {
      return notConstant(node.input(1));
    }
    boolean flat = facts.rank(node.input(0)).orElse(0) == 2 && weight.get().shape().rank() == 2;
    return flat
        ? layer(transposed(weight.get()), Optional.empty())
        : new Link.Barrier(
            "multiplies %s by %s, not a vector by a matrix"
                .formatted(Vectors.words(node.input(0), facts), weight.get().shape()));
  }

  /** A convolution behind the pooling is a matrix product if its kernel is one position. */
  Link convolution() {
    if (!Vectors.isVector(node.input(0), facts)) {
      return new Link.Barrier("works on a map: no global average pooling lies before it");
    }
    Optional<Tensor> weight = facts.constant(node.input(1));
    if (weight.isEmpty()) {
      return notConstant(node.input(1));
    }
    long[] extents = weight.get().shape().sizes().orElseThrow();
    boolean point =
        node.intAttribute("group", 1) == 1
            && Arrays.stream(extents).skip(2).allMatch(extent -> extent == 1)
            && Arrays.stream(node.intsAttribute("pads").orElse(new long[0])).allMatch(p -> p == 0);
    if (!point) {
      return new Link.Barrier("is no plain product at one position");
    }
    Optional<Tensor> bias = facts.constant(node.input(2));
    if (bias.isEmpty() && !(node.input(2) instanceof Absent)) {
      return notConstant(node.input(2));
    }
    Shape matrix = Shape.of(extents[0], extents[1]);
    return layer(Tensor.of(weight.get().type(), matrix, weight.get().bytes()), bias);
  }

  private Link layer(Tensor matrix, Optional<Tensor> bias) {
    return new Link.Layer(new Linear(node.name(), matrix, bias), node.input(0));
  }

  private Link notConstant(Value weight) {
    return new Link.Barrier(
        "reads '%s': %s".formatted(weight.name(), facts.whyNotConstant(weight).sentence()));
  }

  private static Tensor scaled(Tensor tensor, float factor) {
    if (factor == 1) {
      return tensor;
    }
    double[] values = Arrays.stream(tensor.doubles()).map(value -> value * factor).toArray();
    return Tensor.ofDoubles(tensor.type(), tensor.shape(), values);
  }

  private static Tensor transposed(Tensor tensor) {
    int rows = (int) tensor.shape().size(0).orElseThrow();
    int columns = (int) tensor.shape().size(1).orElseThrow();
    double[] values = tensor.doubles();
    double[] moved = new double[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        moved[column * rows + row] = values[row * columns + column];
      }
    }
    ElementType type = tensor.type();
    return Tensor.ofDoubles(type, Shape.of(columns, rows), moved);
  }
}
