package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;

/**
 * Rule A11: a BatchNormalization before a transposed convolution scales its input channels. Its
 * shift becomes a bias only if every output position sees the same sum of weights: windows must
 * neither overlap nor be cropped, and the shift's share must be equal at every tap.
 */
public final class FoldBatchNormBeforeConvTranspose implements Rewrite {
  private final FoldPolicy policy;

  /** Folds what a policy wants. */
  public FoldBatchNormBeforeConvTranspose(FoldPolicy policy) {
    this.policy = policy;
  }

  /** Shares that differ by less than this part of their size are equal up to float32 rounding. */
  private static final double EQUAL = 1e-7;

  @Override
  public Exactness exactness() {
    return Exactness.ROUNDING;
  }

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.is(anchor, "ConvTranspose")
        || !(anchor.input(0) instanceof Result inner)
        || !facts.is(inner.producer(), "BatchNormalization")) {
      return Outcome.NOT_MINE;
    }
    if (!inner.hasOneUse()) {
      return Outcome.declined(Reason.READ_ELSEWHERE, "'" + inner.name() + "'");
    }
    return switch (BatchNormalizationRule.Statistics.read(inner.producer(), facts)) {
      case BatchNormalizationRule.Statistics.Bad(Reason reason, String detail) ->
          Outcome.declined(reason, detail);
      case BatchNormalizationRule.Statistics.Good good ->
          switch (TransposedKernel.read(anchor, facts)) {
            case TransposedKernel.Bad(Reason reason, String detail) ->
                Outcome.declined(reason, detail);
            case TransposedKernel.Good kernel -> fold(inner.producer(), kernel, good, facts);
          };
    };
  }

  private Outcome fold(
      Node norm,
      TransposedKernel.Good kernel,
      BatchNormalizationRule.Statistics.Good statistics,
      Facts facts) {
    if (statistics.factor().length != kernel.in()) {
      return Outcome.declined(Reason.MALFORMED, "statistics do not fit the channels");
    }
    double[] numbers = kernel.weight().doubles();
    int perGroup = kernel.out() / kernel.group();
    int inPerGroup = kernel.in() / kernel.group();
    int taps = numbers.length / (kernel.in() * perGroup);
    double[] share = new double[kernel.out() * taps];
    double[] size = new double[kernel.out()];
    for (int i = 0; i < numbers.length; i++) {
      int row = i / taps;
      int in = row / perGroup;
      int out = in / inPerGroup * perGroup + row % perGroup;
      double shift = statistics.shift()[in] * numbers[i];
      share[out * taps + i % taps] += shift;
      size[out] += Math.abs(shift);
      numbers[i] *= statistics.factor()[in];
    }
    double[] bias = kernel.bias();
    for (int out = 0; out < bias.length; out++) {
      for (int tap = 0; tap < taps; tap++) {
        double difference = share[out * taps + tap] - share[out * taps];
        if (Math.abs(difference) > EQUAL * size[out] || (size[out] != 0 && !kernel.tiles())) {
          return Outcome.declined(Reason.OVERLAPPING_WINDOWS, "the shift is not one bias");
        }
      }
      bias[out] += share[out * taps];
    }
    // One position sees one of the taps: the mean square over all of them.
    Affine before = kernel.byOutput(kernel.weight().doubles(), bias);
    Spread spread =
        new Spread(statistics::spread)
            .through(before)
            .scaled(ElementwiseRule.filled(kernel.out(), 1 / Math.sqrt(taps)));
    return kernel.replace(
        kernel.node(),
        norm,
        norm.input(0),
        new Affine.Weights(numbers, bias),
        spread,
        policy,
        facts);
  }
}
