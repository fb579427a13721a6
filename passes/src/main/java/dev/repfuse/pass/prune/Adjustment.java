package dev.repfuse.pass.prune;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.ir.edit.Resizing;
import dev.repfuse.pass.Facts;
import java.util.Optional;
import java.util.OptionalInt;

/** Numbers of an operator that speak of extents or positions, once some positions are gone. */
final class Adjustment {
  private final Node node;
  private final Facts facts;
  private final Kept kept;
  private final Resizing resizing;

  private Adjustment(Node node, Facts facts, Kept kept, Resizing resizing) {
    this.node = node;
    this.facts = facts;
    this.kept = kept;
    this.resizing = resizing;
  }

  static void of(Node node, Facts facts, Kept kept, Resizing resizing) {
    Adjustment adjustment = new Adjustment(node, facts, kept, resizing);
    switch (node.opType()) {
      case "Conv", "ConvTranspose", "FusedConv" -> adjustment.group();
      case "GroupNormalization" -> adjustment.numGroups();
      case "Split" -> adjustment.split();
      case "Slice" -> adjustment.slice();
      case "Gather" -> adjustment.gather();
      case "Reshape" -> adjustment.reshape();
      case "Resize" -> adjustment.resize();
      case "Expand" -> adjustment.expand();
      default -> {}
    }
  }

  private long extent(Value value, int axis) {
    return kept.of(value, axis)
        .map(left -> (long) left.length)
        .orElseGet(() -> facts.shape(value).orElseThrow().size(axis).orElseThrow());
  }

  /** A depthwise group is a channel of the input; other groups stay as many as they were. */
  private void group() {
    long group = node.intAttribute("group", 1);
    boolean depthwise =
        group > 1 && facts.shape(node.input(0)).orElseThrow().size(1).orElse(0) == group;
    if (depthwise && kept.of(node.input(0), 1).isPresent()) {
      resizing.attribute(node, Attribute.of("group", extent(node.input(0), 1)));
    }
  }

  private void numGroups() {
    long before = facts.shape(node.input(0)).orElseThrow().size(1).orElseThrow();
    long groups = node.intAttribute("num_groups", 1);
    long left = groups * extent(node.input(0), 1) / before;
    resizing.attribute(node, Attribute.of("num_groups", left));
  }

  private void split() {
    int rank = facts.rank(node.input(0)).orElseThrow();
    long axis = node.intAttribute("axis", 0);
    int along = Shape.axis(axis, rank);
    if (kept.of(node.input(0), along).isEmpty()) {
      return;
    }
    long[] sizes = node.outputs().stream().mapToLong(part -> extent(part, along)).toArray();
    if (facts.opset() < 13) {
      resizing.attribute(node, Attribute.of("split", sizes));
    } else {
      constant(1, sizes, "split");
      resizing.withoutAttribute(node, "num_outputs");
    }
  }

  private void slice() {
    Value x = node.input(0);
    int rank = facts.rank(x).orElseThrow();
    boolean attributes = node.inputs().size() == 1;
    long[] starts = SliceTies.numbers(node, facts, 1, "starts").orElseThrow().clone();
    long[] ends = SliceTies.numbers(node, facts, 2, "ends").orElseThrow().clone();
    long[] axes = SliceTies.axes(node, facts).orElseThrow();
    boolean changed = false;
    for (int i = 0; i < axes.length; i++) {
      int axis = Shape.axis(axes[i], rank);
      if (kept.of(x, axis).isPresent()) {
        long before = facts.shape(x).orElseThrow().size(axis).orElseThrow();
        long length = facts.shape(node.output(0)).orElseThrow().size(axis).orElseThrow();
        long first = starts[i] < 0 ? Math.max(0, starts[i] + before) : starts[i];
        starts[i] = kept.rank(x, axis, (int) first);
        ends[i] = kept.rank(x, axis, (int) (first + length));
        changed = true;
      }
    }
    if (changed && attributes) {
      resizing.attribute(node, Attribute.of("starts", starts));
      resizing.attribute(node, Attribute.of("ends", ends));
    } else if (changed) {
      constant(1, starts, "starts");
      constant(2, ends, "ends");
    }
  }

  private void gather() {
    Value data = node.input(0);
    int rank = facts.rank(data).orElseThrow();
    long axis = node.intAttribute("axis", 0);
    int along = Shape.axis(axis, rank);
    if (kept.of(data, along).isEmpty()) {
      return;
    }
    Tensor picked = facts.known(node.input(1)).orElseThrow();
    long extent = facts.shape(data).orElseThrow().size(along).orElseThrow();
    long[] before = picked.longs();
    int[] read =
        kept.of(node.output(0), along)
            .filter(left -> picked.shape().rank() == 1)
            .orElseGet(() -> java.util.stream.IntStream.range(0, before.length).toArray());
    long[] after = new long[read.length];
    for (int i = 0; i < read.length; i++) {
      long index = before[read[i]];
      after[i] = kept.rank(data, along, (int) (index < 0 ? index + extent : index));
    }
    Shape shape = picked.shape().rank() == 0 ? Shape.of() : Shape.of(after.length);
    resizing.operand(node, 1, Operand.of(Tensor.ofLongs(shape, after), "indices"));
  }

  /** Extents that are given as numbers become those that are left; 0, -1 and a Shape follow. */
  private void reshape() {
    Value y = node.output(0);
    if (ReshapeTarget.followsAShape(node, facts)) {
      return;
    }
    int rank = facts.rank(y).orElseThrow();
    ReshapeTarget target = ReshapeTarget.of(node, facts);
    for (int axis = 0; axis < rank; axis++) {
      if (kept.of(y, axis).isPresent()) {
        target.set(axis, extent(y, axis));
      }
    }
    target.apply(resizing);
  }

  private void resize() {
    if (!ResizeTies.hasSizes(node, facts)) {
      return;
    }
    Value y = node.output(0);
    Optional<long[]> sizes = facts.known(node.input(ResizeTies.SIZES)).map(Tensor::longs);
    boolean changed = false;
    for (int axis = 0; axis < facts.rank(y).orElseThrow(); axis++) {
      OptionalInt entry = ResizeTies.entry(node, axis, facts);
      if (sizes.isPresent() && entry.isPresent() && kept.of(y, axis).isPresent()) {
        sizes.get()[entry.getAsInt()] = extent(y, axis);
        changed = true;
      }
    }
    if (changed) {
      constant(ResizeTies.SIZES, sizes.orElseThrow(), "sizes");
    }
  }

  /** A target may have fewer numbers than the result has axes; its last is for the last axis. */
  private void expand() {
    Value y = node.output(0);
    ReshapeTarget target = ReshapeTarget.of(node, facts);
    int shift = facts.rank(y).orElseThrow() - target.length();
    for (int axis = Math.max(0, shift); axis < facts.rank(y).orElseThrow(); axis++) {
      if (kept.of(y, axis).isPresent()) {
        target.set(axis - shift, extent(y, axis));
      }
    }
    target.apply(resizing);
  }

  private void constant(int input, long[] numbers, String hint) {
    resizing.operand(
        node, input, Operand.of(Tensor.ofLongs(Shape.of(numbers.length), numbers), hint));
  }
}
