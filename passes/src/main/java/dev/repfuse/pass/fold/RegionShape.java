package dev.repfuse.pass.fold;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.Facts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds out rank, channels and extents of a region's source, from its type or from the weights. */
final class RegionShape {
  private RegionShape() {}

  /** The layout of the region's values and the identity of its source, if they can be told. */
  record Found(Layout layout, Affine identity) {}

  static Optional<Found> of(NamedValue source, List<Region.Member> members, Facts facts) {
    Optional<Shape> shape = facts.shape(source);
    OptionalInt rank =
        shape.isPresent() ? OptionalInt.of(shape.get().rank()) : rank(members, facts);
    if (rank.isEmpty() || rank.getAsInt() < 2) {
      return Optional.empty();
    }
    Layout layout =
        Layout.natural(rank.getAsInt(), channelsAreLast(source, members) ? rank.getAsInt() - 1 : 1);
    OptionalInt channels = channels(source, shape, layout, members, facts);
    if (channels.isEmpty()) {
      return Optional.empty();
    }
    long[] extent = new long[layout.spatialRank()];
    for (int axis = 0; axis < extent.length; axis++) {
      int at = layout.channelAxis() + 1 + axis;
      extent[axis] = shape.map(s -> s.size(at).orElse(Geometry.UNKNOWN)).orElse(Geometry.UNKNOWN);
    }
    return Optional.of(new Found(layout, Affine.identity(channels.getAsInt(), extent)));
  }

  /** A matrix product reads channels along the last axis, unless a Transpose put them there. */
  private static boolean channelsAreLast(NamedValue source, List<Region.Member> members) {
    boolean moved = members.stream().anyMatch(member -> member.node().is("Transpose"));
    return members.stream()
        .map(Region.Member::node)
        .anyMatch(node -> node.is("MatMul") && (!moved || node.input(0).equals(source)));
  }

  private static OptionalInt rank(List<Region.Member> members, Facts facts) {
    for (Region.Member member : members) {
      Node node = member.node();
      if (node.is("Gemm")) {
        return OptionalInt.of(2);
      }
      if (node.is("Conv")) {
        return facts.rank(node.input(1));
      }
    }
    return OptionalInt.empty();
  }

  private static OptionalInt channels(
      NamedValue source,
      Optional<Shape> shape,
      Layout layout,
      List<Region.Member> members,
      Facts facts) {
    if (shape.isPresent() && shape.get().size(layout.channelAxis()).isPresent()) {
      long channels = shape.get().size(layout.channelAxis()).getAsLong();
      return channels > 0 && channels <= 1 << 24
          ? OptionalInt.of((int) channels)
          : OptionalInt.empty();
    }
    for (Region.Member member : members) {
      if (member.node().input(0).equals(source)) {
        OptionalInt channels = channelsRead(member.node(), facts);
        if (channels.isPresent()) {
          return channels;
        }
      }
    }
    return OptionalInt.empty();
  }

  private static OptionalInt channelsRead(Node node, Facts facts) {
    Optional<Tensor> weight = facts.constant(node.input(1));
    if (weight.isEmpty()) {
      return OptionalInt.empty();
    }
    long[] dims = weight.get().shape().sizes().orElseThrow();
    return switch (node.opType()) {
      case "Conv" ->
          dims.length > 2
              ? OptionalInt.of((int) (dims[1] * node.intAttribute("group", 1)))
              : OptionalInt.empty();
      case "BatchNormalization" ->
          dims.length == 1 ? OptionalInt.of((int) dims[0]) : OptionalInt.empty();
      case "Gemm" ->
          dims.length == 2
              ? OptionalInt.of((int) dims[node.intAttribute("transB", 0) != 0 ? 1 : 0])
              : OptionalInt.empty();
      case "MatMul" -> dims.length == 2 ? OptionalInt.of((int) dims[0]) : OptionalInt.empty();
      default -> OptionalInt.empty();
    };
  }
}
