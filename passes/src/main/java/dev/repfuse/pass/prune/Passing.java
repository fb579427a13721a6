package dev.repfuse.pass.prune;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Operators that move elements of a channel, or mix them without leaving their bounds. */
final class Passing {
  private static final Set<String> MOVING =
      Set.of(
          "Transpose",
          "Reshape",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Split",
          "Slice",
          "Gather",
          "Expand",
          "DepthToSpace",
          "SpaceToDepth",
          "Upsample",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "ReduceMean",
          "ReduceMax",
          "ReduceMin");

  private Passing() {}

  /** What becomes of a channel's bounds; empty if nothing is known of the operator. */
  static Optional<UnaryOperator<Range>> of(Node node, Ties ties) {
    return switch (node.opType()) {
      case String moving when MOVING.contains(moving) -> Optional.of(x -> x);
      case "MaxPool" -> Optional.of(x -> x);
      case "AveragePool" -> {
        boolean rim =
            node.intAttribute("count_include_pad", 0) != 0
                || node.intAttribute("ceil_mode", 0) != 0;
        yield Optional.of(x -> rim ? x.or(Range.ZERO) : x);
      }
      case "Resize" -> Optional.of(x -> resized(node, x));
      case "Pad" -> {
        boolean repeats = !node.stringAttribute("mode", "constant").equals("constant");
        yield Optional.of(x -> repeats ? x : x.or(filling(node, ties)));
      }
      default -> Optional.empty();
    };
  }

  /** Weights of an interpolation add up to one; those of a cubic one may be negative. */
  private static Range resized(Node node, Range x) {
    boolean extrapolates =
        node.stringAttribute("coordinate_transformation_mode", "half_pixel")
            .equals("tf_crop_and_resize");
    Range inside = extrapolates ? x.or(Range.of(node.floatAttribute("extrapolation_value", 0))) : x;
    boolean overshoots = node.stringAttribute("mode", "nearest").equals("cubic");
    return overshoots && !inside.isConstant() ? Range.ALL : inside;
  }

  /** What a Pad puts beside the elements. */
  private static Range filling(Node node, Ties ties) {
    if (node.inputs().size() > 2 && node.input(2) instanceof NamedValue value) {
      return ties.facts()
          .known(value)
          .map(Tensor::doubles)
          .flatMap(numbers -> Arrays.stream(numbers).mapToObj(Range::of).reduce(Range::or))
          .orElse(Range.ALL);
    }
    return Range.of(node.floatAttribute("value", 0));
  }
}
