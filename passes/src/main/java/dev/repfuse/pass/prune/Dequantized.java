package dev.repfuse.pass.prune;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.Optional;

/** Weights as layers see them: those in quantized form are (stored - zero point) · scale. */
final class Dequantized {
  private Dequantized() {}

  /** The numbers of a constant, whatever form they are stored in. */
  static Tensor of(Initializer constant, Facts facts) {
    Tensor stored = constant.tensor().orElseThrow();
    for (Use use : constant.uses()) {
      if (use instanceof Use.ByNode(Node reader, int index)
          && index == 0
          && facts.is(reader, "DequantizeLinear")) {
        Optional<Tensor> scale = facts.known(reader.input(1));
        return scale.map(s -> scaled(stored, s, zero(reader, facts), reader)).orElse(stored);
      }
    }
    return stored;
  }

  private static Optional<Tensor> zero(Node reader, Facts facts) {
    Optional<Value> given =
        reader.inputs().size() > 2 ? Optional.of(reader.input(2)) : Optional.empty();
    return given.flatMap(facts::known);
  }

  private static Tensor scaled(Tensor stored, Tensor scale, Optional<Tensor> zero, Node reader) {
    double[] numbers = stored.doubles();
    double[] scales = scale.doubles();
    double[] zeros = zero.map(Tensor::doubles).orElseGet(() -> new double[scales.length]);
    long[] extents = stored.shape().sizes().orElseThrow();
    int axis = Shape.axis(reader.intAttribute("axis", 1), extents.length);
    int inner = 1;
    for (int i = axis + 1; i < extents.length; i++) {
      inner *= (int) extents[i];
    }
    for (int i = 0; i < numbers.length; i++) {
      int at = scales.length == 1 ? 0 : i / inner % scales.length;
      numbers[i] = (numbers[i] - zeros[at]) * scales[at];
    }
    return Tensor.ofDoubles(ElementType.DOUBLE, stored.shape(), numbers);
  }
}
