package dev.repfuse.pass.prune;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Shape: an extent that the graph reads as a number stays, except where a Reshape gives another
 * value just this shape, which follows by itself.
 */
final class ShapeTies {
  private ShapeTies() {}

  static void relate(Node node, Ties ties) {
    Value x = node.input(0);
    Result shape = node.result().orElseThrow();
    int first = start(node, ties.rank(x));
    for (Use use : shape.uses()) {
      if (use instanceof Use.ByNode(Node reader, int index)) {
        if (index == 1 && ReshapeTarget.followsAShape(reader, ties.facts())) {
          continue;
        }
        Optional<long[]> picked = picked(reader, index, ties);
        if (picked.isPresent()) {
          for (long place : picked.get()) {
            long length = ties.extent(shape, 0).orElse(ties.rank(x) - first);
            pin(node, ties, x, first + Shape.axis(place, (int) length));
          }
          continue;
        }
      }
      for (int axis = 0; axis < ties.rank(x); axis++) {
        pin(node, ties, x, axis);
      }
    }
  }

  private static int start(Node node, int rank) {
    long start = node.intAttribute("start", 0);
    return Math.clamp(start < 0 ? start + rank : start, 0, rank);
  }

  private static void pin(Node node, Ties ties, Value x, int axis) {
    ties.pin(node, x, axis, "its extent is read as a number");
  }

  /** The elements of the shape that a reader takes, if it takes but some. */
  private static Optional<long[]> picked(Node reader, int index, Ties ties) {
    if (index != 0) {
      return Optional.empty();
    }
    return switch (reader.opType()) {
      case "Gather" -> ties.facts().known(reader.input(1)).map(Tensor::longs);
      case "Slice" -> {
        OptionalLong count = ties.extent(reader.output(0), 0);
        yield SliceTies.numbers(reader, ties.facts(), 1, "starts")
            .filter(starts -> starts.length == 1 && starts[0] >= 0 && count.isPresent())
            .filter(starts -> SliceTies.stepsByOne(reader, ties.facts()))
            .map(
                starts -> LongStream.range(0, count.getAsLong()).map(i -> starts[0] + i).toArray());
      }
      default -> Optional.empty();
    };
  }
}
