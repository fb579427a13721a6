package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;

/**
 * Rule A11: a BatchNormalization behind a transposed convolution scales its output channels, which
 * are axis 1 of the weight within each group, and shifts its bias.
 */
public final class FoldBatchNormIntoConvTranspose implements Rewrite {
  private final FoldPolicy policy;

  /** Folds what a policy wants. */
  public FoldBatchNormIntoConvTranspose(FoldPolicy policy) {
    this.policy = policy;
  }

  @Override
  public Exactness exactness() {
    return Exactness.ROUNDING;
  }

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.is(anchor, "BatchNormalization")
        || !(anchor.input(0) instanceof Result inner)
        || !facts.is(inner.producer(), "ConvTranspose")) {
      return Outcome.NOT_MINE;
    }
    if (!inner.hasOneUse()) {
      return Outcome.declined(Reason.READ_ELSEWHERE, "'" + inner.name() + "'");
    }
    return switch (BatchNormalizationRule.Statistics.read(anchor, facts)) {
      case BatchNormalizationRule.Statistics.Bad(Reason reason, String detail) ->
          Outcome.declined(reason, detail);
      case BatchNormalizationRule.Statistics.Good good ->
          switch (TransposedKernel.read(inner.producer(), facts)) {
            case TransposedKernel.Bad(Reason reason, String detail) ->
                Outcome.declined(reason, detail);
            case TransposedKernel.Good kernel -> fold(anchor, kernel, good, facts);
          };
    };
  }

  private Outcome fold(
      Node anchor,
      TransposedKernel.Good kernel,
      BatchNormalizationRule.Statistics.Good statistics,
      Facts facts) {
    double[] factor = statistics.factor();
    if (factor.length != kernel.out()) {
      return Outcome.declined(Reason.MALFORMED, "statistics do not fit the channels");
    }
    Tensor weight = kernel.weight();
    double[] numbers = weight.doubles();
    int perGroup = kernel.out() / kernel.group();
    int inPerGroup = kernel.in() / kernel.group();
    int taps = numbers.length / (kernel.in() * perGroup);
    for (int i = 0; i < numbers.length; i++) {
      int row = i / taps;
      int group = row / perGroup / inPerGroup;
      numbers[i] *= factor[group * perGroup + row % perGroup];
    }
    double[] bias = kernel.bias();
    for (int o = 0; o < bias.length; o++) {
      bias[o] = bias[o] * factor[o] + statistics.shift()[o];
    }
    return kernel.replace(
        anchor,
        anchor,
        kernel.node().input(0),
        new Affine.Weights(numbers, bias),
        new Spread(statistics::spread),
        policy,
        facts);
  }
}
