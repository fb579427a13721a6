package dev.repfuse.pass.prune;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Resizing;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Makes a graph narrower: constants lose positions, and operators that name extents follow. */
final class Compaction {
  private final Kept kept;
  private final Resizing resizing = new Resizing();

  private Compaction(Kept kept) {
    this.kept = kept;
  }

  /** What has to change in the graph; nothing is changed yet. */
  static Resizing of(Ties ties, Kept kept) {
    Compaction compaction = new Compaction(kept);
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
    concerned.forEach(node -> Adjustment.of(node, ties.facts(), kept, compaction.resizing));
    return compaction.resizing;
  }

  private void narrow(Initializer initializer) {
    Tensor tensor = initializer.tensor().orElseThrow();
    for (int axis = 0; axis < tensor.shape().rank(); axis++) {
      Optional<int[]> left = kept.of(initializer, axis);
      if (left.isPresent()) {
        tensor = Gathering.along(tensor, axis, left.get());
      }
    }
    resizing.constant(initializer, tensor);
  }
}
