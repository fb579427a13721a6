package dev.repfuse.pass.prune;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import java.util.Optional;

/** Pooling and Pad: channel for channel, while the spatial axes stay. */
final class WindowTies {
  private WindowTies() {}

  /** Pools of any kind, global ones too: samples and channels pass, other axes stay. */
  static void pool(Node node, Ties ties) {
    for (Value output : node.outputs()) {
      ties.tie(node, node.input(0), 0, output, 0);
      ties.tie(node, node.input(0), 1, output, 1);
    }
    keepFrom(node, ties, 2);
  }

  /** Axes without padding pass; on a padded one, what is added stays. */
  static void pad(Node node, Ties ties) {
    Value x = node.input(0);
    Value y = node.output(0);
    int rank = ties.rank(x);
    Optional<long[]> pads =
        node.inputs().size() > 1
            ? ties.facts().known(node.input(1)).map(Tensor::longs)
            : node.intsAttribute("pads");
    boolean chosenAxes =
        node.inputs().size() > 3 && node.input(3) instanceof dev.repfuse.ir.NamedValue;
    if (pads.isEmpty() || pads.get().length != 2 * rank || chosenAxes) {
      UnknownTies.pin(node, ties, "its pads are not known");
      return;
    }
    boolean constant = node.stringAttribute("mode", "constant").equals("constant");
    for (int axis = 0; axis < rank; axis++) {
      long begin = pads.get()[axis];
      long end = pads.get()[axis + rank];
      if (begin == 0 && end == 0) {
        ties.tie(node, x, axis, y, axis);
      } else if (constant && begin >= 0 && end >= 0) {
        shift(node, ties, axis, (int) begin);
      } else {
        ties.pin(node, x, axis, "it is mirrored or cropped at its rim");
        ties.pin(node, y, axis, "it is mirrored or cropped at its rim");
      }
    }
  }

  private static void shift(Node node, Ties ties, int axis, int begin) {
    Optional<Atoms.Line> from = ties.line(node.input(0), axis);
    Optional<Atoms.Line> to = ties.line(node.output(0), axis);
    Pin pin = new Pin(node.toString(), "it is padding");
    if (from.isEmpty() || to.isEmpty()) {
      from.ifPresent(line -> ties.pin(line, pin));
      to.ifPresent(line -> ties.pin(line, pin));
      return;
    }
    for (int i = 0; i < to.get().extent(); i++) {
      int inside = i - begin;
      if (inside >= 0 && inside < from.get().extent()) {
        ties.atoms().join(to.get().at(i), from.get().at(inside));
      } else {
        ties.atoms().pin(to.get().at(i), pin);
      }
    }
  }

  private static void keepFrom(Node node, Ties ties, int first) {
    for (int axis = first; axis < ties.rank(node.input(0)); axis++) {
      ties.pin(node, node.input(0), axis, "a window slides over the axis");
    }
    for (int axis = first; axis < ties.rank(node.output(0)); axis++) {
      ties.pin(node, node.output(0), axis, "a window slides over the axis");
    }
  }
}
