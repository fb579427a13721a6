package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.Optional;

/** Rule A8: an average over a whole window is a depthwise convolution of equal weights. */
final class AveragePoolRule {
  private AveragePoolRule() {}

  static Step step(Node node, Facts facts) {
    Optional<long[]> kernel = node.intsAttribute("kernel_shape");
    if (kernel.isEmpty()) {
      return Step.blocked(Reason.MALFORMED, "kernel_shape is missing");
    }
    if (node.intAttribute("ceil_mode", 0) != 0) {
      return Step.blocked(Reason.POOL_BORDER, "ceil_mode=1");
    }
    return switch (Window.read(node, kernel.get(), facts)) {
      case Window.Reading.Bad(Reason reason, String detail) -> Step.blocked(reason, detail);
      case Window.Reading.Good(Window window) -> {
        if (window.isPadded() && node.intAttribute("count_include_pad", 0) == 0) {
          yield Step.blocked(Reason.POOL_BORDER, "count_include_pad=0");
        }
        yield Step.of(
            node.input(0),
            (operands, layout) -> {
              Affine inner = operands.getFirst();
              if (!layout.isConvolutional(window.kernel().length)) {
                return Expression.refused(Reason.MOVED_AXES, "");
              }
              int channels = inner.geometry().out();
              Geometry geometry =
                  window.geometry(channels, channels, channels, inner.geometry().lengths());
              return Composition.of(inner, uniform(geometry));
            });
      }
    };
  }

  private static Affine uniform(Geometry geometry) {
    return new Affine(
        geometry,
        false,
        () -> {
          double[] kernel = new double[(int) geometry.weights()];
          java.util.Arrays.fill(kernel, 1.0 / geometry.taps());
          return new Affine.Weights(kernel, new double[geometry.out()]);
        });
  }
}
