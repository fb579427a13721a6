package dev.repfuse.report;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.infer.Types;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts the multiply-accumulates of a model's main graph for one sample. */
final class MacCount {
  private final Types types;
  private final OptionalLong batch;

  private MacCount(Types types, OptionalLong batch) {
    this.types = types;
    this.batch = batch;
  }

  /** Counts single nodes of a model. */
  static MacCount in(Model model) {
    return new MacCount(Types.infer(model), batch(model));
  }

  /** The samples that the model takes at once, if its first input says so. */
  private static OptionalLong batch(Model model) {
    return model.graph().inputs().stream()
        .findFirst()
        .flatMap(input -> input.type().tensorShape())
        .filter(shape -> shape.rank() > 1)
        .map(shape -> shape.size(0))
        .orElse(OptionalLong.empty());
  }

  /** The whole model; nothing when one node's size is not known. */
  static OptionalLong of(Model model) {
    MacCount count = in(model);
    long total = 0;
    for (Node node : model.graph().nodes()) {
      OptionalLong macs = count.of(node);
      if (macs.isEmpty()) {
        return OptionalLong.empty();
      }
      total += macs.getAsLong();
    }
    return OptionalLong.of(total);
  }

  /** One node; nothing when a size that it depends on is not known. */
  OptionalLong of(Node node) {
    if (!node.operator().isStandard()) {
      return OptionalLong.of(0);
    }
    return switch (node.opType()) {
      case "Conv" -> product(size(node.outputs().getFirst()), perElement(node.input(1)));
      case "ConvTranspose" -> product(size(node.input(0)), perElement(node.input(1)));
      case "Gemm" ->
          product(
              size(node.outputs().getFirst()),
              extent(node.input(0), node.intAttribute("transA", 0) != 0 ? 0 : 1));
      case "MatMul" -> product(size(node.outputs().getFirst()), lastExtent(node.input(0)));
      default -> OptionalLong.of(0);
    };
  }

  private static OptionalLong product(OptionalLong a, OptionalLong b) {
    return a.isPresent() && b.isPresent()
        ? OptionalLong.of(a.getAsLong() * b.getAsLong())
        : OptionalLong.empty();
  }

  /** Elements of a value for one sample: a first axis of unknown or of batch length counts once. */
  private OptionalLong size(Value value) {
    Optional<Shape> shape = types.shape(value);
    if (shape.isEmpty()) {
      return OptionalLong.empty();
    }
    long size = 1;
    for (int axis = 0; axis < shape.get().rank(); axis++) {
      if (shape.get().dim(axis) instanceof Dim.Known(long extent)) {
        size *= axis == 0 && batch.equals(OptionalLong.of(extent)) ? 1 : extent;
      } else if (axis > 0) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(size);
  }

  /** Weights that one output element of a convolution meets (an input element, when transposed). */
  private OptionalLong perElement(Value weight) {
    Optional<Shape> shape = types.shape(weight);
    if (shape.isEmpty() || shape.get().rank() < 2 || shape.get().sizes().isEmpty()) {
      return OptionalLong.empty();
    }
    long product = 1;
    for (int axis = 1; axis < shape.get().rank(); axis++) {
      product *= shape.get().size(axis).getAsLong();
    }
    return OptionalLong.of(product);
  }

  private OptionalLong extent(Value value, int axis) {
    return types
        .shape(value)
        .filter(shape -> axis < shape.rank())
        .map(shape -> shape.size(axis))
        .orElse(OptionalLong.empty());
  }

  private OptionalLong lastExtent(Value value) {
    return types
        .shape(value)
        .filter(shape -> shape.rank() > 0)
        .map(shape -> shape.size(shape.rank() - 1))
        .orElse(OptionalLong.empty());
  }
}
