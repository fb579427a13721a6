package dev.repfuse.pass;

import dev.repfuse.pass.clean.CleanPasses;
import dev.repfuse.pass.fold.DropIdentityRegion;
import dev.repfuse.pass.fold.FoldAffineRegion;
import dev.repfuse.pass.fold.FoldBatchNormBeforeConvTranspose;
import dev.repfuse.pass.fold.FoldBatchNormIntoConvTranspose;
import dev.repfuse.pass.fold.FoldPolicy;
import dev.repfuse.pass.fold.MoveBatchNormBeforeResize;
import dev.repfuse.pass.region.DropSoftmaxBeforeArgMax;
import dev.repfuse.pass.region.FlattenGuide;
import dev.repfuse.pass.region.LowerDynamicRegionConv;
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
    return standard(evaluator, List.of(fold(), regions()), List.of());
  }

  /**
   * The same with passes of others in their places.
   *
   * @param folding the passes that fold, in their order
   * @throws PluginException if a provider throws, or two passes would have the same name
   */
  public static List<Pass> standard(
      ConstantEvaluator evaluator, List<Pass> folding, List<RewriteProvider> providers) {
    List<Pass> before = new ArrayList<>(CleanPasses.before(evaluator));
    List<Pass> after = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Stream.of(before, folding, CleanPasses.after())
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
    return Stream.of(before, folding, after, CleanPasses.after()).flatMap(List::stream).toList();
  }

  /** What folds, as a policy wants it. */
  public static List<Pass> folding(FoldPolicy policy) {
    return List.of(fold(policy), policy.dropsSoftmax() ? regionsWithoutSoftmax() : regions());
  }

  /** Dynamic region-aware convolutions; those in front first, whose sorting others use again. */
  public static Pass regions() {
    return regions(List.of());
  }

  private static Pass regionsWithoutSoftmax() {
    return regions(List.of(new DropSoftmaxBeforeArgMax()));
  }

  private static Pass regions(List<Rewrite> more) {
    return new Pass.Local(
        "regions",
        Pass.Order.FIRST_NODE_FIRST,
        Stream.concat(more.stream(), Stream.of(new LowerDynamicRegionConv(), new FlattenGuide()))
            .toList());
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
