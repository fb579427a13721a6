package dev.repfuse.calibrate;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.ir.edit.Resizing;
import dev.repfuse.pass.Facts;
import java.util.Optional;

/** A linear layer with a constant weight, and a constant for each channel or a place for one. */
sealed interface FoldedLayer {
  /** The first operator set in which constants of Gemm and Add are broadcast by today's rules. */
  int BROADCASTING = 7;

  /** Why a value is not given by such a layer. */
  record Bad(String reason) implements FoldedLayer {}

  /**
   * The layer.
   *
   * @param node Conv, ConvTranspose, Gemm or MatMul
   * @param biased the node that adds the constants, which is another one behind a MatMul
   * @param place which of its inputs they are
   * @param channels how many there are
   */
  record Good(Node node, Node biased, int place, int channels) implements FoldedLayer {
    /** What it reads. */
    Value source() {
      return node.input(0);
    }

    /** What it gives. */
    NamedValue result() {
      return biased.result().orElseThrow();
    }

    Tensor weight(Facts facts) {
      return Norms.constant(node.input(1), facts).orElseThrow();
    }

    /** The constants of its channels; zeros if it has none. */
    double[] bias(Facts facts) {
      double[] bias = new double[channels];
      Optional<double[]> held = Norms.constant(biased.input(place), facts).map(Tensor::doubles);
      for (int channel = 0; channel < channels && held.isPresent(); channel++) {
        bias[channel] = held.get()[held.get().length == 1 ? 0 : channel];
      }
      return bias;
    }

    /** The weight with a factor for each channel; each number is rounded once. */
    Tensor scaled(Tensor weight, double[] factors) {
      double[] numbers = weight.doubles();
      Layout layout = Layout.of(node, weight.shape());
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] *= factors[layout.channel(i)];
      }
      return Tensor.ofDoubles(weight.type(), weight.shape(), numbers);
    }

    /** Gives the layer other numbers; constants that others read too stay as they are for them. */
    void replace(Resizing resizing, Tensor weight, double[] bias) {
      replace(resizing, node, 1, weight, "weight");
      replace(
          resizing,
          biased,
          place,
          Tensor.ofDoubles(weight.type(), Shape.of(channels), bias),
          "bias");
    }

    private static void replace(
        Resizing resizing, Node node, int input, Tensor tensor, String hint) {
      if (node.input(input) instanceof Initializer constant && constant.hasOneUse()) {
        resizing.constant(constant, tensor);
      } else {
        resizing.operand(node, input, Operand.of(tensor, node.label() + "_" + hint));
      }
    }
  }

  /** Where the channels lie in a weight: [M, K…], [K, M], or [C, M / group, …]. */
  record Layout(int outer, int outputs, int inner, int inputsOfGroup) {
    static Layout of(Node node, Shape weight) {
      long[] extents = weight.sizes().orElseThrow();
      int taps = 1;
      for (int axis = 2; axis < extents.length; axis++) {
        taps *= (int) extents[axis];
      }
      boolean outputsFirst =
          node.is("Conv") || (node.is("Gemm") && node.intAttribute("transB", 0) != 0);
      int group = node.is("ConvTranspose") ? (int) node.intAttribute("group", 1) : 1;
      return outputsFirst
          ? new Layout(1, (int) extents[0], (int) extents[1] * taps, 1)
          : new Layout(
              (int) extents[0], (int) extents[1], taps, Math.max(1, (int) extents[0] / group));
    }

    int channels() {
      return outputs * Math.max(1, outer / inputsOfGroup);
    }

    int channel(int place) {
      int row = place / inner;
      return row / outputs / inputsOfGroup * outputs + row % outputs;
    }
  }

  /** The layer that gives a value. */
  static FoldedLayer of(NamedValue value, Facts facts) {
    if (!(value instanceof Result result)) {
      return new Bad("'%s' is no result of a layer".formatted(value.name()));
    }
    Node last = result.producer();
    if (!facts.isStandard(last)) {
      return new Bad("'%s' is given by %s, not by a linear layer".formatted(value.name(), last));
    }
    if (facts.opset() < BROADCASTING && !last.is("Conv") && !last.is("ConvTranspose")) {
      return new Bad(last + " broadcasts by the rules of operator sets before 7");
    }
    return switch (last.opType()) {
      case "Conv", "ConvTranspose" -> read(last, last, 2, facts);
      case "Gemm" ->
          last.intAttribute("transA", 0) == 0 && last.floatAttribute("beta", 1) == 1
              ? read(last, last, 2, facts)
              : new Bad(last + " has transA or beta");
      case "Add" -> sum(last, facts);
      case "MatMul" -> new Bad(last + " has no bias that could take the shift in");
      default ->
          new Bad("'%s' is given by %s, not by a linear layer".formatted(value.name(), last));
    };
  }

  private static FoldedLayer sum(Node add, Facts facts) {
    for (int side = 0; side < 2; side++) {
      if (add.input(side) instanceof Result product
          && facts.is(product.producer(), "MatMul")
          && product.hasOneUse()
          && facts.rank(product.producer().input(0)).orElse(0) == 2) {
        return read(product.producer(), add, 1 - side, facts);
      }
    }
    return new Bad(add + " adds something else than a bias to a matrix product");
  }

  private static FoldedLayer read(Node node, Node biased, int place, Facts facts) {
    Optional<Tensor> weight = Norms.constant(node.input(1), facts);
    if (weight.isEmpty()) {
      return new Bad("the weight of %s is no constant".formatted(node));
    }
    Shape shape = weight.get().shape();
    boolean matrix = node.is("Gemm") || node.is("MatMul");
    if (!weight.get().type().isFloating()
        || (matrix ? shape.rank() != 2 : shape.rank() < 3)
        || shape.elementCount().orElse(0) == 0) {
      return new Bad("the weight of %s has the shape %s".formatted(node, shape));
    }
    int channels = Layout.of(node, shape).channels();
    Value bias = biased.input(place);
    Optional<Tensor> held = Norms.constant(bias, facts);
    if (held.isEmpty() && !(bias instanceof Absent)) {
      return new Bad("the bias of %s is no constant".formatted(node));
    }
    return held.isEmpty() || isPerChannel(held.get().shape(), channels)
        ? new Good(node, biased, place, channels)
        : new Bad("what is added behind %s differs from position to position".formatted(node));
  }

  /** One number, or one for each channel along the last axis, which is the only one. */
  private static boolean isPerChannel(Shape shape, int channels) {
    long count = shape.elementCount().orElse(0);
    return shape.rank() <= 2
        && (count == 1
            || (count == channels && shape.size(shape.rank() - 1).orElse(0) == channels));
  }
}
