package dev.repfuse.pass.fold;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.Arrays;
import java.util.Optional;

/** Rule A2 for Conv nodes of 1, 2 or 3 spatial axes with constant weights. */
final class ConvolutionRule {
  private ConvolutionRule() {}

  static Step step(Node node, Facts facts) {
    Value kernelValue = node.input(1);
    Value biasValue = node.input(2);
    Optional<Tensor> constant = facts.constant(kernelValue);
    if (constant.isEmpty()) {
      return Step.blocked(facts.whyNotConstant(kernelValue), "weight '" + kernelValue.name() + "'");
    }
    Tensor kernel = constant.get();
    Optional<Tensor> bias = facts.constant(biasValue);
    if (bias.isEmpty() && !(biasValue instanceof Absent)) {
      return Step.blocked(facts.whyNotConstant(biasValue), "bias '" + biasValue.name() + "'");
    }
    long[] dims = kernel.shape().sizes().orElseThrow();
    long group = node.intAttribute("group", 1);
    if (!kernel.type().isFloating() || dims.length < 3 || dims.length > 5) {
      return Step.blocked(Reason.MALFORMED, "weight " + kernel);
    }
    long[] extents = Arrays.copyOfRange(dims, 2, dims.length);
    long channels = dims[1] * group;
    if (dims[0] < 1 || dims[1] < 1 || group < 1 || dims[0] % group != 0 || channels > 1 << 24) {
      return Step.blocked(Reason.MALFORMED, "group %d of a weight %s".formatted(group, kernel));
    }
    if (node.intsAttribute("kernel_shape").filter(k -> !Arrays.equals(k, extents)).isPresent()) {
      return Step.blocked(Reason.MALFORMED, "kernel_shape does not fit the weight");
    }
    if (bias.filter(b -> !isVector(b, dims[0])).isPresent()) {
      return Step.blocked(Reason.MALFORMED, "the bias does not fit the weight");
    }
    return switch (Window.read(node, extents, facts)) {
      case Window.Reading.Bad(Reason reason, String detail) -> Step.blocked(reason, detail);
      case Window.Reading.Good(Window window) ->
          Step.of(
              node.input(0),
              (operands, layout) -> {
                Affine inner = operands.getFirst();
                if (!layout.isConvolutional(extents.length)) {
                  return Expression.refused(Reason.MOVED_AXES, "");
                }
                Geometry geometry =
                    window.geometry(
                        (int) channels, (int) dims[0], (int) group, inner.geometry().lengths());
                Affine outer =
                    new Affine(geometry, bias.isPresent(), () -> weights(kernel, bias, dims[0]));
                return Composition.of(inner, outer);
              });
    };
  }

  static boolean isVector(Tensor tensor, long length) {
    return tensor.shape().rank() == 1
        && tensor.shape().dim(0).is(length)
        && tensor.type().isFloating();
  }

  private static Affine.Weights weights(Tensor kernel, Optional<Tensor> bias, long out) {
    return new Affine.Weights(
        kernel.doubles(), bias.map(Tensor::doubles).orElseGet(() -> new double[(int) out]));
  }
}
