package dev.repfuse.pass.prune;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Resize and Upsample: an axis that is surely read as it is passes, others stay. */
final class ResizeTies {
  /** The input that holds extents, from version 11 on. */
  static final int SIZES = 3;

  private ResizeTies() {}

  static void relate(Node node, Ties ties) {
    Value x = node.input(0);
    Value y = node.output(0);
    for (int axis = 0; axis < ties.rank(x); axis++) {
      OptionalLong before = ties.extent(x, axis);
      boolean same = before.isPresent() && before.equals(ties.extent(y, axis));
      if (same && passes(node, axis, before.getAsLong(), ties.facts())) {
        ties.tie(node, x, axis, y, axis);
      } else {
        ties.pin(node, x, axis, "it is resampled");
        ties.pin(node, y, axis, "it is resampled");
      }
    }
  }

  /** Equal extents are not enough: a scale that is nearly one still moves positions. */
  private static boolean passes(Node node, int axis, long extent, Facts facts) {
    if (node.stringAttribute("coordinate_transformation_mode", "").equals("tf_crop_and_resize")) {
      return false;
    }
    OptionalInt entry = entry(node, axis, facts);
    if (entry.isEmpty()) {
      return true;
    }
    if (hasSizes(node, facts)) {
      return facts
          .known(node.input(SIZES))
          .filter(sizes -> sizes.longs()[entry.getAsInt()] == extent)
          .isPresent();
    }
    return scales(node, facts).filter(by -> by[entry.getAsInt()] == 1).isPresent();
  }

  /** Where the node's scales or sizes speak of an axis; empty if they do not. */
  static OptionalInt entry(Node node, int axis, Facts facts) {
    Optional<long[]> axes = facts.opset() >= 18 ? node.intsAttribute("axes") : Optional.empty();
    if (axes.isEmpty()) {
      return OptionalInt.of(axis);
    }
    int rank = facts.rank(node.input(0)).orElseThrow();
    return IntStream.range(0, axes.get().length)
        .filter(i -> Shape.axis(axes.get()[i], rank) == axis)
        .findFirst();
  }

  /** Whether extents are given, not scales. */
  static boolean hasSizes(Node node, Facts facts) {
    return facts.opset() >= 11
        && node.inputs().size() > SIZES
        && node.input(SIZES) instanceof NamedValue sizes
        && !facts.shape(sizes).equals(Optional.of(Shape.of(0)));
  }

  private static Optional<double[]> scales(Node node, Facts facts) {
    if (node.is("Upsample") && facts.opset() < 9) {
      return node.attribute("scales")
          .map(Attribute::content)
          .filter(Attribute.FloatValues.class::isInstance)
          .map(floats -> widened(((Attribute.FloatValues) floats).values()));
    }
    int input = facts.opset() < 11 ? 1 : 2;
    return node.inputs().size() > input
        ? facts.known(node.input(input)).map(Tensor::doubles)
        : Optional.empty();
  }

  private static double[] widened(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
