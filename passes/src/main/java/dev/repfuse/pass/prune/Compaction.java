package dev.repfuse.pass.prune;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.ir.edit.Resizing;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Makes a graph narrower: constants lose positions, and operators that name extents follow. */
final class Compaction {
  private final Ties ties;
  private final Kept kept;
  private final ConstantFolding folding;
  private final Resizing resizing = new Resizing();

  private Compaction(Ties ties, Kept kept, ConstantFolding folding) {
    this.ties = ties;
    this.kept = kept;
    this.folding = folding;
  }

  /** What has to change in the graph; nothing is changed yet. */
  static Resizing of(Ties ties, Kept kept, ConstantFolding folding) {
    Compaction compaction = new Compaction(ties, kept, folding);
    Set<Node> concerned = new LinkedHashSet<>();
    for (NamedValue value : kept.changed()) {
      switch (value) {
        case Initializer initializer -> compaction.narrow(initializer);
        case Result result -> {
          compaction.resizing.shape(result, kept.shape(result));
          concerned.add(result.producer());
        }
        default -> {}
      }
      value
          .uses()
          .forEach(use -> {
            if (use instanceof dev.repfuse.ir.Use.ByNode(Node reader, int index)) {
              concerned.add(reader);
            }
          });
    }
    folding.biases().forEach(compaction::shift);
    concerned.forEach(node -> Adjustment.of(node, ties.facts(), kept, compaction.resizing));
    return compaction.resizing;
  }

  private void narrow(Initializer initializer) {
    Tensor before = initializer.tensor().orElseThrow();
    double[] changed = folding.weights().get(initializer);
    Tensor tensor =
        changed == null ? before : Tensor.ofDoubles(before.type(), before.shape(), changed);
    resizing.constant(initializer, left(initializer, tensor));
  }

  /** A constant's numbers at the positions that are left of its axes. */
  private Tensor left(Value constant, Tensor tensor) {
    Tensor narrow = tensor;
    for (int axis = 0; axis < tensor.shape().rank(); axis++) {
      Optional<int[]> left = kept.of(constant, axis);
      if (left.isPresent()) {
        narrow = Gathering.along(narrow, axis, left.get());
      }
    }
    return narrow;
  }

  private void shift(BiasPlace place, double[] shift) {
    Tensor sum = place.plus(shift, ties.facts().element(place.node().output(0)));
    Tensor narrow =
        place.before().isPresent()
            ? left(place.node().input(place.input()), sum)
            : kept.of(place.node().output(0), 1)
                .map(left -> Gathering.along(sum, 0, left))
                .orElse(sum);
    resizing.operand(place.node(), place.input(), Operand.of(narrow, "bias"));
  }
}
