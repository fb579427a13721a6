package dev.repfuse.calibrate;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Resizing;
import dev.repfuse.pass.Facts;

/**
 * The numbers of a layer and of its BatchNormalization.
 *
 * @param weight as it was folded
 * @param bare the weight without the BatchNormalization
 * @param deviations σ₀
 */
@SuppressWarnings("ArrayRecordComponent")
record FoldedNumbers(
    Node norm,
    FoldedLayer.Good layer,
    Tensor weight,
    Tensor bare,
    double[] bias,
    double[] scales,
    double[] shifts,
    double[] deviations) {

  static FoldedNumbers of(Pairing.Pair pair, Facts facts, Facts referenceFacts) {
    FoldedLayer.Good layer = pair.layer();
    Node norm = pair.norm();
    double[] scales = Norms.constant(norm.input(1), referenceFacts).orElseThrow().doubles();
    double[] shifts = Norms.constant(norm.input(2), referenceFacts).orElseThrow().doubles();
    double[] deviations = Norms.constant(norm.input(4), referenceFacts).orElseThrow().doubles();
    double[] factors = new double[scales.length];
    for (int channel = 0; channel < scales.length; channel++) {
      deviations[channel] = Math.sqrt(deviations[channel] + epsilon(norm));
      factors[channel] = scales[channel] == 0 ? 1 : deviations[channel] / scales[channel];
    }
    Tensor weight = layer.weight(facts);
    return new FoldedNumbers(
        norm,
        layer,
        weight,
        layer.scaled(weight, factors),
        layer.bias(facts),
        scales,
        shifts,
        deviations);
  }

  private static double epsilon(Node norm) {
    return norm.floatAttribute("epsilon", 1e-5f);
  }

  /** A channel whose scale is zero is constant, and stays so. */
  boolean replace(Resizing resizing, Moments found) {
    double[] means = found.means();
    double[] variances = found.variances();
    double[] factors = new double[means.length];
    double[] biases = bias.clone();
    boolean finite = true;
    for (int channel = 0; channel < means.length; channel++) {
      factors[channel] = 1;
      if (scales[channel] != 0) {
        double deviation = Math.sqrt(variances[channel] + epsilon(norm));
        factors[channel] = deviations[channel] / deviation;
        biases[channel] = shifts[channel] - scales[channel] * means[channel] / deviation;
        finite &= Double.isFinite(factors[channel]) && Double.isFinite(biases[channel]);
      }
    }
    Tensor calibrated = layer.scaled(weight, factors);
    boolean fits =
        finite && Calibration.isFinite(calibrated) && Calibration.isFinite(rounded(biases));
    layer.replace(resizing, fits ? calibrated : weight, fits ? biases : bias);
    return fits;
  }

  private Tensor rounded(double[] numbers) {
    return Tensor.ofDoubles(weight.type(), Shape.of(numbers.length), numbers);
  }
}
