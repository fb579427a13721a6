package dev.repfuse.recover;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A convolution, transposed or not, or a linear layer with constant weights of its own, as a
 * product of features and weights: what one output position reads, group by group, and a one where
 * it has a bias.
 */
final class LinearLayer {
  private final Node node;
  private final Initializer weight;
  private final Optional<Initializer> bias;
  private final Window window;
  private final Layout layout;
  private final double[] weights;
  private final double[] biases;

  private LinearLayer(Node node, Initializer weight, Optional<Initializer> bias, Window window) {
    this.node = node;
    this.weight = weight;
    this.bias = bias;
    this.window = window;
    this.layout = Layout.of(node, weight.payload().shape());
    this.weights = weight.tensor().orElseThrow().doubles();
    this.biases = bias.map(b -> b.tensor().orElseThrow().doubles()).orElse(new double[0]);
  }

  /** The node as such a layer; empty if it is none, or shares its weights with others. */
  static Optional<LinearLayer> of(Node node) {
    boolean known =
        node.operator().isStandard()
            && switch (node.opType()) {
              case "Conv", "ConvTranspose", "MatMul" -> true;
              case "Gemm" ->
                  node.intAttribute("transA", 0) == 0
                      && node.floatAttribute("alpha", 1) == 1
                      && node.floatAttribute("beta", 1) == 1;
              default -> false;
            };
    if (!known || !(node.input(1) instanceof Initializer weight) || !isOwn(weight)) {
      return Optional.empty();
    }
    Shape shape = weight.payload().shape();
    boolean hasBias = node.inputs().size() > 2 && node.input(2) instanceof NamedValue;
    Optional<Initializer> bias =
        hasBias && node.input(2) instanceof Initializer constant && isOwn(constant)
            ? Optional.of(constant)
            : Optional.empty();
    if ((hasBias && bias.isEmpty())
        || shape.rank() < 2
        || (node.is("MatMul") && shape.rank() > 2)) {
      return Optional.empty();
    }
    Shape vector = Shape.of(Layout.of(node, shape).outputs());
    return bias.filter(b -> !b.payload().shape().equals(vector)).isEmpty()
        ? Window.of(node, shape).map(window -> new LinearLayer(node, weight, bias, window))
        : Optional.empty();
  }

  private static boolean isOwn(Initializer constant) {
    return constant.hasOneUse() && constant.tensor().isPresent();
  }

  Node node() {
    return node;
  }

  Initializer weight() {
    return weight;
  }

  Optional<Initializer> bias() {
    return bias;
  }

  /** The axis of the layer's output that counts channels. */
  int channelAxis(Shape output) {
    return node.is("MatMul") ? output.rank() - 1 : 1;
  }

  /** One system of equations for each group. */
  List<LeastSquares> equations() {
    List<LeastSquares> systems = new ArrayList<>();
    for (int i = 0; i < layout.group(); i++) {
      systems.add(
          new LeastSquares(
              layout.features() + bias.map(b -> 1).orElse(0), layout.outputs() / layout.group()));
    }
    return systems;
  }

  /**
   * Observes random output positions.
   *
   * @param x what the layer reads
   * @param wanted what the layer of the original gives, for the channels that are left
   * @param positions how many of each sample, if there are so many
   */
  void observe(
      Tensor x,
      Tensor wanted,
      int positions,
      SplittableRandom random,
      List<LeastSquares> equations) {
    double[] input = x.doubles();
    double[] output = wanted.doubles();
    Shape read = rows(x.shape());
    long[] extents = rows(wanted.shape()).sizes().orElseThrow();
    double share = positions * x.shape().size(0).orElseThrow() / (double) extents[0];
    int area = 1;
    for (int axis = 2; axis < extents.length; axis++) {
      area *= (int) extents[axis];
    }
    int each = layout.outputs() / layout.group();
    for (int sample = 0; sample < extents[0]; sample++) {
      if (share < 1 && random.nextDouble() >= share) {
        continue;
      }
      for (int draw = 0; draw < Math.min(positions, area); draw++) {
        int position = area <= positions ? draw : random.nextInt(area);
        for (int part = 0; part < layout.group(); part++) {
          double[] row = new double[layout.features() + bias.map(b -> 1).orElse(0)];
          int reads = layout.features() / window.size();
          window.read(input, read, extents, sample, position, part * reads, reads, row);
          if (bias.isPresent()) {
            row[layout.features()] = 1;
          }
          double[] residual = new double[each];
          double squares = 0;
          for (int i = 0; i < each; i++) {
            int channel = part * each + i;
            double want = output[(sample * layout.outputs() + channel) * area + position];
            residual[i] = want - computed(channel, row);
            squares += want * want;
          }
          equations.get(part).add(row, residual, squares);
        }
      }
    }
  }

  /** A matrix product reads its last axis; all others count samples. */
  private Shape rows(Shape shape) {
    if (!node.is("MatMul")) {
      return shape;
    }
    long last = shape.size(shape.rank() - 1).orElseThrow();
    return Shape.of(shape.elementCount().orElseThrow() / Math.max(1, last), last);
  }

  private double computed(int channel, double[] row) {
    double sum = bias.isPresent() ? biases[channel] : 0;
    for (int i = 0; i < layout.features(); i++) {
      sum += weights[layout.at(channel, i)] * row[i];
    }
    return sum;
  }

  /** The weights with what came out added. */
  Tensor weights(List<LeastSquares.Solution> solutions) {
    double[] changed = weights.clone();
    int each = layout.outputs() / layout.group();
    for (int channel = 0; channel < layout.outputs(); channel++) {
      for (int i = 0; i < layout.features(); i++) {
        changed[layout.at(channel, i)] +=
            solutions.get(channel / each).change().get(i, channel % each);
      }
    }
    return Tensor.ofDoubles(weight.payload().type(), weight.payload().shape(), changed);
  }

  /** The bias with what came out added. */
  Optional<Tensor> bias(List<LeastSquares.Solution> solutions) {
    int each = layout.outputs() / layout.group();
    return bias.map(constant -> {
      double[] changed = biases.clone();
      for (int channel = 0; channel < layout.outputs(); channel++) {
        changed[channel] +=
            solutions.get(channel / each).change().get(layout.features(), channel % each);
      }
      return Tensor.ofDoubles(constant.payload().type(), constant.payload().shape(), changed);
    });
  }
}
