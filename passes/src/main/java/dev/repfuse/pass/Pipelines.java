package dev.repfuse.pass;

import dev.repfuse.pass.clean.CleanPasses;
import dev.repfuse.pass.fold.DropIdentityRegion;
import dev.repfuse.pass.fold.FoldAffineRegion;
import dev.repfuse.pass.fold.FoldBatchNormBeforeConvTranspose;
import dev.repfuse.pass.fold.FoldBatchNormIntoConvTranspose;
import dev.repfuse.pass.fold.MoveBatchNormBeforeResize;
import java.util.List;
import java.util.stream.Stream;

/** The pipelines that the product runs. */
public final class Pipelines {
  private Pipelines() {}

  /** Everything that keeps the function, in the order in which the steps help each other. */
  public static List<Pass> standard(ConstantEvaluator evaluator) {
    return Stream.of(CleanPasses.before(evaluator), List.of(fold()), CleanPasses.after())
        .flatMap(List::stream)
        .toList();
  }

  /** Folds linear regions; the last node of a region is looked at first. */
  public static Pass fold() {
    return new Pass.Local(
        "fold",
        Pass.Order.LAST_NODE_FIRST,
        List.of(
            new DropIdentityRegion(),
            new FoldAffineRegion(),
            new FoldBatchNormIntoConvTranspose(),
            new FoldBatchNormBeforeConvTranspose(),
            new MoveBatchNormBeforeResize()));
  }
}
