package dev.repfuse.pass;

import dev.repfuse.pass.fold.FoldAffineRegion;
import dev.repfuse.pass.fold.FoldBatchNormBeforeConvTranspose;
import dev.repfuse.pass.fold.FoldBatchNormIntoConvTranspose;
import java.util.List;

/** The pipelines that the product runs. */
public final class Pipelines {
  private Pipelines() {}

  /** Folds linear regions; the last node of a region is looked at first. */
  public static Pass fold() {
    return new Pass.Local(
        "fold",
        Pass.Order.LAST_NODE_FIRST,
        List.of(
            new FoldAffineRegion(),
            new FoldBatchNormIntoConvTranspose(),
            new FoldBatchNormBeforeConvTranspose()));
  }
}
