package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.Optional;

/**
 * Rule A3: BatchNormalization with fixed statistics, {@code y = (x − mean) / √(variance + ε) ·
 * scale + bias} per channel (ONNX operator specification).
 */
public final class BatchNormalizationRule {
  private BatchNormalizationRule() {}

  static Step step(Node node, Facts facts) {
    return switch (Statistics.read(node, facts)) {
      case Statistics.Bad(Reason reason, String detail) -> Step.blocked(reason, detail);
      case Statistics.Good good ->
          Step.of(
              node.input(0),
              (operands, layout) -> {
                Affine inner = operands.getFirst();
                if (layout.channelAxis() != 1) {
                  return Expression.refused(Reason.NOT_PER_CHANNEL, "channels are not axis 1");
                }
                if (inner.geometry().out() != good.factor().length) {
                  return Expression.refused(Reason.MALFORMED, "statistics do not fit the channels");
                }
                return inner
                    .scaledAndShifted(good.factor(), good.shift(), true)
                    .withSpread(Optional.of(new Spread(good::spread)));
              });
    };
  }

  /** The node as a factor and a shift per channel. */
  public sealed interface Statistics {

    /**
     * The numbers of a node with fixed statistics.
     *
     * @param factor scale / √(variance + ε)
     * @param shift bias − mean · factor
     * @param mean of the values that come in
     * @param sigma their standard deviation, √(variance + ε)
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Good(double[] factor, double[] shift, double[] mean, double[] sigma)
        implements Statistics {

      /**
       * The largest |mean| / σ of a channel that counts: how many times their spread the values lie
       * off zero. A channel times zero is a constant, and loses nothing.
       */
      double condition() {
        double condition = 0;
        for (int c = 0; c < mean.length; c++) {
          if (factor[c] != 0) {
            condition = Math.max(condition, Math.abs(mean[c]) / sigma[c]);
          }
        }
        return condition;
      }

      /** The standard deviation of what goes out: |scale|. */
      double[] spread() {
        double[] spread = new double[sigma.length];
        for (int c = 0; c < spread.length; c++) {
          spread[c] = Math.abs(factor[c]) * sigma[c];
        }
        return spread;
      }

      /** How large what comes in may be, within some standard deviations of the mean. */
      double[] magnitude(double sigmas) {
        double[] magnitude = new double[sigma.length];
        for (int c = 0; c < magnitude.length; c++) {
          magnitude[c] = Math.abs(mean[c]) + sigmas * sigma[c];
        }
        return magnitude;
      }
    }

    /** Why the node may not be read that way. */
    record Bad(Reason reason, String detail) implements Statistics {}

    /** Reads a node. */
    static Statistics read(Node node, Facts facts) {
      boolean training =
          facts.opset() >= 14
              ? node.intAttribute("training_mode", 0) != 0
              : node.results().size() > 1;
      if (training || node.results().size() > 1) {
        return new Bad(Reason.TRAINING_MODE, "");
      }
      if (node.intAttribute("spatial", 1) != 1) {
        return new Bad(Reason.NOT_PER_CHANNEL, "spatial=0");
      }
      double[][] vectors = new double[4][];
      for (int i = 0; i < 4; i++) {
        Value value = node.input(i + 1);
        Optional<Tensor> tensor = facts.constant(value);
        if (tensor.isEmpty()) {
          return new Bad(facts.whyNotConstant(value), "'" + value.name() + "'");
        }
        long length = i == 0 ? tensor.get().elementCount() : vectors[0].length;
        if (!ConvolutionRule.isVector(tensor.get(), length)) {
          return new Bad(
              Reason.MALFORMED, "'%s' has shape %s".formatted(value.name(), tensor.get().shape()));
        }
        vectors[i] = tensor.get().doubles();
      }
      return fold(vectors, node.floatAttribute("epsilon", 1e-5f));
    }

    private static Statistics fold(double[][] vectors, float epsilon) {
      int channels = vectors[0].length;
      double[] factor = new double[channels];
      double[] shift = new double[channels];
      double[] sigma = new double[channels];
      for (int c = 0; c < channels; c++) {
        sigma[c] = Math.sqrt(vectors[3][c] + (double) epsilon);
        factor[c] = vectors[0][c] / sigma[c];
        shift[c] = vectors[1][c] - vectors[2][c] * factor[c];
        if (!(sigma[c] > 0) || !Double.isFinite(factor[c]) || !Double.isFinite(shift[c])) {
          return new Bad(
              Reason.NOT_FINITE,
              "channel %d: variance %s, epsilon %s".formatted(c, vectors[3][c], epsilon));
        }
      }
      return new Good(factor, shift, vectors[2], sigma);
    }
  }
}
