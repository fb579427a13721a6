package dev.repfuse.pass.region;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What picks, at each position, the result of the position's region out of all regions' results:
 * {@code y(o, p) = d(mask(p), o, p)}.
 *
 * @param dense the results of all regions, in the order (region, channel, position)
 * @param regions how many there are, at least two
 * @param channels of the result
 * @param mask which one is picked
 * @param nodes that do it, without those that make the mask
 */
record Selection(Value dense, long regions, long channels, Mask mask, List<Node> nodes) {

  /** Reads a ReduceSum of a product with a one-hot mask, or a GatherElements. */
  static Reading<Selection> read(Node node, Facts facts) {
    if (facts.is(node, "GatherElements") && picks(node.input(0), node.input(1), facts)) {
      return gathered(node, facts);
    }
    if (!facts.is(node, "ReduceSum")
        || !(node.input(0) instanceof Result product)
        || !(facts.is(product.producer(), "Mul") || facts.is(product.producer(), "Where"))) {
      return new Reading.Other<>();
    }
    Node mul = product.producer();
    if (mul.is("Where")) {
      return picks(mul.input(1), mul.input(0), facts) && isZero(mul.input(2), facts)
          ? summed(node, mul, mul.input(1), mul.input(0), facts)
          : new Reading.Other<>();
    }
    for (int i = 0; i < 2; i++) {
      if (picks(mul.input(1 - i), mul.input(i), facts)) {
        return summed(node, mul, mul.input(1 - i), mul.input(i), facts);
      }
    }
    return new Reading.Other<>();
  }

  /** Whether a product is picked from by what comes from an ArgMax. */
  private static boolean picks(Value dense, Value by, Facts facts) {
    return Views.origin(dense, facts) instanceof Result product
        && (facts.is(product.producer(), "Conv") || facts.is(product.producer(), "MatMul"))
        && Mask.leadsToArgMax(by, facts);
  }

  private static boolean isZero(Value value, Facts facts) {
    return facts
        .known(value)
        .filter(Tensor::isNumeric)
        .filter(tensor -> tensor.elementCount() == 1 && tensor.doubles()[0] == 0)
        .isPresent();
  }

  private static Reading<Selection> summed(
      Node sum, Node product, Value dense, Value oneHot, Facts facts) {
    if (!product.result().orElseThrow().hasOneUse()) {
      return Reading.refused(Reason.READ_ELSEWHERE, "'" + product.output(0).name() + "'");
    }
    Optional<long[]> sizes = Views.sizes(dense, facts);
    Optional<long[]> ofMask = Views.sizes(oneHot, facts);
    Optional<long[]> axes =
        facts.known(sum.input(1)).filter(t -> t.type().isInteger()).map(Tensor::longs);
    if (sizes.isEmpty() || ofMask.isEmpty()) {
      return open(dense, facts);
    }
    long[] all = sizes.get();
    if (axes.isEmpty() || axes.get().length != 1 || ofMask.get().length > all.length) {
      return Reading.refused(Reason.REGION_SELECT, sum + " sums up more than regions");
    }
    int axis = Shape.axis(axes.get()[0], all.length);
    long[] mask = Views.aligned(ofMask.get(), all.length);
    int inMask = axis - (all.length - ofMask.get().length);
    if (inMask < 0 || mask[axis] != all[axis] || all[axis] < 2) {
      return Reading.refused(Reason.REGION_SELECT, sum + " does not sum up regions");
    }
    return switch (OneHot.read(oneHot, inMask, all[axis], facts)) {
      case Reading.Is<Value>(Value regions) ->
          of(dense, all, axis, mask, regions, List.of(product, sum), facts);
      case Reading.Refused<Value>(Reason reason, String detail) -> Reading.refused(reason, detail);
      case Reading.Other<Value> other -> new Reading.Other<>();
    };
  }

  private static Reading<Selection> gathered(Node node, Facts facts) {
    Optional<long[]> sizes = Views.sizes(node.input(0), facts);
    Optional<long[]> picked = Views.sizes(node.input(1), facts);
    Value index = node.input(1);
    if (index instanceof Result result && facts.is(result.producer(), "Expand")) {
      index = result.producer().input(0);
    }
    Optional<long[]> ofMask = Views.sizes(index, facts);
    if (sizes.isEmpty() || picked.isEmpty() || ofMask.isEmpty()) {
      return open(node.input(0), facts);
    }
    long[] all = sizes.get();
    int axis = Shape.axis(node.intAttribute("axis", 0), all.length);
    long[] one = all.clone();
    one[axis] = 1;
    if (!Arrays.equals(one, picked.get()) || ofMask.get().length > all.length || all[axis] < 2) {
      return Reading.refused(Reason.REGION_SELECT, node + " does not pick one region a position");
    }
    long[] mask = Views.aligned(ofMask.get(), all.length);
    return of(node.input(0), all, axis, mask, index, List.of(node), facts);
  }

  /** Splits the axes behind that of the regions into channels and positions. */
  private static Reading<Selection> of(
      Value dense, long[] all, int axis, long[] mask, Value regions, List<Node> by, Facts facts) {
    if (Views.product(all, 0, axis) != 1) {
      return Reading.refused(
          all[0] > 1 ? Reason.OPEN_BATCH : Reason.REGION_ORDER,
          "'%s' has shape %s".formatted(dense.name(), Arrays.toString(all)));
    }
    int first = all.length;
    while (first > axis + 1 && mask[first - 1] == all[first - 1]) {
      first--;
    }
    if (Views.product(mask, axis + 1, first) != 1 || Views.product(mask, 0, axis) != 1) {
      return Reading.refused(
          Reason.REGION_SELECT, "'%s' differs between channels".formatted(regions.name()));
    }
    long channels = Views.product(all, axis + 1, first);
    long positions = Views.product(all, first, all.length);
    return switch (Mask.read(regions, all[axis], facts)) {
      case Reading.Is<Mask>(Mask found) when found.positions() == positions ->
          new Reading.Is<>(new Selection(dense, all[axis], channels, found, by));
      case Reading.Is<Mask>(Mask found) ->
          Reading.refused(
              Reason.REGION_MASK,
              "%d regions for %d positions".formatted(found.positions(), positions));
      case Reading.Refused<Mask>(Reason reason, String detail) -> Reading.refused(reason, detail);
      case Reading.Other<Mask> other -> new Reading.Other<>();
    };
  }

  /** Why a dense result of unknown extents is left alone. */
  private static Reading<Selection> open(Value dense, Facts facts) {
    boolean batch =
        facts.shape(dense).filter(shape -> shape.rank() > 1 && shape.size(0).isEmpty()).isPresent();
    return Reading.refused(
        batch ? Reason.OPEN_BATCH : Reason.UNKNOWN_SHAPE, "'" + dense.name() + "'");
  }
}
