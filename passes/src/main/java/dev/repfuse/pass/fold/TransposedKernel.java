package dev.repfuse.pass.fold;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.pass.Edits;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Gain;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.RoundingRisk;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The constant weights of a ConvTranspose node, laid out [in, out / group, taps]. */
sealed interface TransposedKernel {

  /** Why they cannot be used. */
  record Bad(Reason reason, String detail) implements TransposedKernel {}

  /** Weights that fit the node. */
  @SuppressWarnings("ArrayRecordComponent")
  record Good(Node node, Tensor weight, double[] bias, int in, int out, int group)
      implements TransposedKernel {

    /** Whether windows lie side by side: each output position sees exactly one input position. */
    boolean tiles() {
      long[] dims = weight.shape().sizes().orElseThrow();
      long[] kernel = Arrays.copyOfRange(dims, 2, dims.length);
      long[] ones = Geometry.filled(kernel.length, 1);
      return Arrays.equals(node.intsAttribute("strides").orElse(ones), kernel)
          && Arrays.equals(node.intsAttribute("dilations").orElse(ones), ones)
          && isZero("pads")
          && isZero("output_padding")
          && node.attribute("output_shape").isEmpty()
          && List.of("NOTSET", "VALID").contains(node.stringAttribute("auto_pad", "NOTSET"));
    }

    private boolean isZero(String attribute) {
      return Arrays.stream(node.intsAttribute(attribute).orElse(new long[0]))
          .allMatch(value -> value == 0);
    }

    /**
     * The numbers by output channel, as those of a convolution: an output position sees some of the
     * taps, and never more.
     */
    Affine byOutput(double[] numbers, double[] shift) {
      int perGroup = out / group;
      int inPerGroup = in / group;
      int taps = numbers.length / (in * perGroup);
      long[] one = {1};
      Geometry geometry =
          new Geometry(
              in,
              out,
              group,
              new long[] {taps},
              one,
              one,
              new long[1],
              new long[1],
              new long[] {Geometry.UNKNOWN});
      return new Affine(
          geometry,
          true,
          () -> {
            double[] rows = new double[numbers.length];
            for (int i = 0; i < rows.length; i++) {
              int row = i / taps;
              int channel = row / perGroup;
              int o = channel / inPerGroup * perGroup + row % perGroup;
              rows[(o * inPerGroup + channel % inPerGroup) * taps + i % taps] = numbers[i];
            }
            return new Affine.Weights(rows, shift);
          });
    }

    /**
     * A node with other numbers that computes the result of {@code last} from {@code source}.
     *
     * @param norm the BatchNormalization that goes
     * @param spread of the result
     */
    Outcome replace(
        Node last,
        Node norm,
        Value source,
        Affine.Weights weights,
        Spread spread,
        FoldPolicy policy,
        Facts facts) {
      double[] numbers = weights.kernel();
      double[] shift = weights.bias();
      Affine map = byOutput(numbers, shift).withSpread(Optional.of(spread));
      Optional<Expression.Refusal> lost = Precision.refusal(map, weight.type());
      if (lost.isPresent()) {
        return Outcome.declined(lost.get().reason(), lost.get().detail());
      }
      Optional<RoundingRisk> risk =
          Precision.risk(source, map, weight.type(), List.of(norm), facts);
      if (risk.isPresent() && !policy.allowsHalfPrecision()) {
        return Precision.declined(risk.get(), weight.type());
      }
      String name = node.input(1) instanceof NamedValue w ? w.name() : node.label();
      Tensor kernel = Tensor.ofDoubles(weight.type(), weight.shape(), numbers);
      Tensor offset = Tensor.ofDoubles(weight.type(), Shape.of(out), shift);
      NewNode folded =
          NewNode.of(
              "ConvTranspose",
              node.name(),
              List.of(
                  Operand.of(source),
                  Operand.of(kernel, name + "_folded"),
                  Operand.of(offset, name + "_folded_bias")),
              node.attributes());
      Edit edit = new Edit.Rebuild(last.result().orElseThrow(), List.of(folded));
      long growth = Edits.bytesAdded(edit) - Edits.bytesFreed(edit);
      if (!facts.growth().permits(growth)) {
        return Outcome.declined(Reason.WOULD_GROW, "by %d bytes".formatted(growth));
      }
      return new Outcome.Replace(edit, List.of(node, norm), Gain.ONE_NODE).risking(risk);
    }
  }

  static TransposedKernel read(Node node, Facts facts) {
    Value kernel = node.input(1);
    Value offset = node.input(2);
    Optional<Tensor> weight = facts.constant(kernel);
    Optional<Tensor> bias = facts.constant(offset);
    if (weight.isEmpty()) {
      return new Bad(facts.whyNotConstant(kernel), "weight '" + kernel.name() + "'");
    }
    if (bias.isEmpty() && !(offset instanceof Absent)) {
      return new Bad(facts.whyNotConstant(offset), "bias '" + offset.name() + "'");
    }
    long[] dims = weight.get().shape().sizes().orElseThrow();
    long group = node.intAttribute("group", 1);
    if (dims.length < 3
        || !weight.get().type().isFloating()
        || group < 1
        || dims[0] < 1
        || dims[1] < 1
        || dims[0] % group != 0
        || dims[1] > (1 << 24) / group) {
      return new Bad(Reason.MALFORMED, "weight " + weight.get().shape() + ", group " + group);
    }
    int out = (int) (dims[1] * group);
    if (bias.filter(b -> !ConvolutionRule.isVector(b, out)).isPresent()) {
      return new Bad(Reason.MALFORMED, "the bias does not fit the weight");
    }
    double[] shift = bias.map(Tensor::doubles).orElseGet(() -> new double[out]);
    return new Good(node, weight.get(), shift, (int) dims[0], out, (int) group);
  }
}
