package dev.repfuse.pass;

import dev.repfuse.pass.clean.CleanPasses;
import dev.repfuse.pass.fold.DropIdentityRegion;
import dev.repfuse.pass.fold.FoldAffineRegion;
import dev.repfuse.pass.fold.FoldBatchNormBeforeConvTranspose;
import dev.repfuse.pass.fold.FoldBatchNormIntoConvTranspose;
import dev.repfuse.pass.fold.FoldPolicy;
import dev.repfuse.pass.fold.MoveBatchNormBeforeResize;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The pipelines that the product runs. */
public final class Pipelines {
  private Pipelines() {}

  /** Everything that keeps the function, in the order in which the steps help each other. */
  public static List<Pass> standard(ConstantEvaluator evaluator) {
    return standard(evaluator, fold(), List.of());
  }

  /**
   * The same with passes of others in their places.
   *
   * @param fold the pass that folds
   * @throws PluginException if a provider throws, or two passes would have the same name
   */
  public static List<Pass> standard(
      ConstantEvaluator evaluator, Pass fold, List<RewriteProvider> providers) {
    List<Pass> before = new ArrayList<>(CleanPasses.before(evaluator));
    List<Pass> after = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Stream.of(before, List.of(fold), CleanPasses.after())
        .flatMap(List::stream)
        .forEach(pass -> names.add(pass.name()));
    for (RewriteProvider provider : providers) {
      Pass pass = ProvidedPass.of(provider);
      if (!names.add(pass.name())) {
        throw new PluginException(
            "plugin %s: there is another pass '%s'"
                .formatted(provider.getClass().getName(), pass.name()));
      }
      switch (provider.place()) {
        case BEFORE_FOLDING -> before.add(pass);
        case AFTER_FOLDING -> after.add(pass);
      }
    }
    return Stream.of(before, List.of(fold), after, CleanPasses.after())
        .flatMap(List::stream)
        .toList();
  }

  /** Folds linear regions; the last node of a region is looked at first. */
  public static Pass fold() {
    return fold(FoldPolicy.STANDARD);
  }

  /** The same as a policy wants it. */
  public static Pass fold(FoldPolicy policy) {
    FoldAffineRegion regions = new FoldAffineRegion(policy);
    return new Pass.Local(
        "fold",
        Pass.Order.LAST_NODE_FIRST,
        List.of(
            new DropIdentityRegion(),
            regions,
            new FoldBatchNormIntoConvTranspose(policy),
            new FoldBatchNormBeforeConvTranspose(policy),
            new MoveBatchNormBeforeResize()),
        List.of(regions.spendingMacs(), regions.splittingConcat()));
  }
}
