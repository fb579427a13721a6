package dev.repfuse.pass.clean;

import dev.repfuse.pass.ConstantEvaluator;
import dev.repfuse.pass.Pass;
import dev.repfuse.pass.Rewrite;
import java.util.List;

/** The cleaning steps of the pipeline, in their order. */
public final class CleanPasses {
  private CleanPasses() {}

  /** Before folding: constants where they can be seen, and nothing in between that does nothing. */
  public static List<Pass> before(ConstantEvaluator evaluator) {
    return List.of(
        new Pass.Local(
            "constants", Pass.Order.FIRST_NODE_FIRST, List.of(new ConstantToInitializer())),
        noOps(),
        new Pass.Whole("shapes", new EvaluateKnown()),
        new Pass.Whole("evaluate", new EvaluateConstants(evaluator)),
        noOps());
  }

  /** After folding: what is there twice, and what nothing reads. */
  public static List<Pass> after() {
    return List.of(
        noOps(),
        new Pass.Whole("duplicates", new MergeDuplicateInitializers()),
        new Pass.Whole("duplicates", new MergeDuplicateNodes()),
        new Pass.Whole("dead", new RemoveDeadNodes()),
        new Pass.Whole("dead", new RemoveUnusedInitializers()));
  }

  private static Pass noOps() {
    return new Pass.Local("no-ops", Pass.Order.FIRST_NODE_FIRST, rewrites());
  }

  private static List<Rewrite> rewrites() {
    return List.of(
        new DropIdentity(),
        new DropDropout(),
        new DropNoOpCast(),
        new DropNoOpReshape(),
        new DropNoOpTranspose(),
        new DropNoOpSlice(),
        new DropNoOpPad(),
        new DropConcatOfOne(),
        new DropRequantization(),
        new DropNoOpArithmetic());
  }
}
