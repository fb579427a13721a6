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
 * A 2-D convolution or a linear layer with constant weights of its own, as a product of features
 * and weights: what one output position reads, group by group, and a one where it has a bias.
 */
final class LinearLayer {
  private final Node node;
  private final Initializer weight;
  private final Optional<Initializer> bias;
  private final Window window;
  private final int group;
  private final double[] weights;
  private final double[] biases;

  private LinearLayer(
      Node node, Initializer weight, Optional<Initializer> bias, Window window, int group) {
    this.node = node;
    this.weight = weight;
    this.bias = bias;
    this.window = window;
    this.group = group;
    this.weights = weight.tensor().orElseThrow().doubles();
    this.biases = bias.map(b -> b.tensor().orElseThrow().doubles()).orElse(new double[0]);
  }

  /** The node as such a layer; empty if it is none, or shares its weights with others. */
  static Optional<LinearLayer> of(Node node) {
    boolean transposed = node.is("Gemm") && node.intAttribute("transB", 0) == 1;
    boolean plain =
        node.is("Gemm")
            && node.intAttribute("transA", 0) == 0
            && node.floatAttribute("alpha", 1) == 1
            && node.floatAttribute("beta", 1) == 1;
    if (!(node.is("Conv") || (plain && transposed))
        || !(node.input(1) instanceof Initializer weight)
        || !isOwn(weight)) {
      return Optional.empty();
    }
    Shape shape = weight.payload().shape();
    boolean hasBias = node.inputs().size() > 2 && node.input(2) instanceof NamedValue;
    Optional<Initializer> bias =
        hasBias && node.input(2) instanceof Initializer constant && isOwn(constant)
            ? Optional.of(constant)
            : Optional.empty();
    boolean vector =
        bias.filter(b -> !b.payload().shape().equals(Shape.of(shape.size(0).orElse(0)))).isEmpty();
    if ((hasBias && bias.isEmpty()) || !vector) {
      return Optional.empty();
    }
    int group = (int) node.intAttribute("group", 1);
    return Window.of(node, shape).map(window -> new LinearLayer(node, weight, bias, window, group));
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

  private int outputs() {
    return (int) weight.payload().shape().size(0).orElseThrow();
  }

  private int taps() {
    return weights.length / outputs();
  }

  /** One system of equations for each group. */
  List<LeastSquares> equations() {
    List<LeastSquares> systems = new ArrayList<>();
    for (int i = 0; i < group; i++) {
      systems.add(new LeastSquares(taps() + bias.map(b -> 1).orElse(0), outputs() / group));
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
    long[] extents = wanted.shape().sizes().orElseThrow();
    int area = 1;
    for (int axis = 2; axis < extents.length; axis++) {
      area *= (int) extents[axis];
    }
    int each = outputs() / group;
    for (int sample = 0; sample < extents[0]; sample++) {
      for (int draw = 0; draw < Math.min(positions, area); draw++) {
        int position = area <= positions ? draw : random.nextInt(area);
        for (int part = 0; part < group; part++) {
          double[] row = new double[taps() + bias.map(b -> 1).orElse(0)];
          int reads = taps() / window.size();
          window.read(input, x.shape(), extents, sample, position, part * reads, reads, row);
          if (bias.isPresent()) {
            row[taps()] = 1;
          }
          double[] residual = new double[each];
          double squares = 0;
          for (int i = 0; i < each; i++) {
            int channel = part * each + i;
            double want = output[(sample * outputs() + channel) * area + position];
            residual[i] = want - computed(channel, row);
            squares += want * want;
          }
          equations.get(part).add(row, residual, squares);
        }
      }
    }
  }

  private double computed(int channel, double[] row) {
    double sum = bias.isPresent() ? biases[channel] : 0;
    for (int i = 0; i < taps(); i++) {
      sum += weights[channel * taps() + i] * row[i];
    }
    return sum;
  }

  /** The weights with what came out added. */
  Tensor weights(List<LeastSquares.Solution> solutions) {
    double[] changed = weights.clone();
    int each = outputs() / group;
    for (int channel = 0; channel < outputs(); channel++) {
      for (int i = 0; i < taps(); i++) {
        changed[channel * taps() + i] +=
            solutions.get(channel / each).change().get(i, channel % each);
      }
    }
    return Tensor.ofDoubles(weight.payload().type(), weight.payload().shape(), changed);
  }

  /** The bias with what came out added. */
  Optional<Tensor> bias(List<LeastSquares.Solution> solutions) {
    int each = outputs() / group;
    return bias.map(constant -> {
      double[] changed = biases.clone();
      for (int channel = 0; channel < outputs(); channel++) {
        changed[channel] += solutions.get(channel / each).change().get(taps(), channel % each);
      }
      return Tensor.ofDoubles(constant.payload().type(), constant.payload().shape(), changed);
    });
  }
}
