package dev.repfuse.calibrate;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.ir.edit.Resizing;
import dev.repfuse.pass.Facts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Gives the BatchNormalizations of a model the mean and the variance that their inputs have on real
 * data: over all samples and positions, each with those before it calibrated already. The variance
 * is that of the data itself (divided by the number of elements).
 */
public final class Calibration {
  private final Model model;
  private final Batches data;
  private final BiConsumer<Integer, Integer> progress;
  private final List<Left> left = new ArrayList<>();

  private Calibration(Model model, Batches data, BiConsumer<Integer, Integer> progress) {
    this.model = model;
    this.data = data;
    this.progress = progress;
  }

  /**
   * Calibrates a model, which is changed.
   *
   * @param progress is told how many of how many runs are done
   * @throws dev.repfuse.runtime.OrtFailure if ONNX Runtime cannot run the model
   */
  public static Outcome calibrate(
      Model model, Batches data, BiConsumer<Integer, Integer> progress) {
    return new Calibration(model, data, progress).run();
  }

  private Outcome run() {
    int levels = Norms.levels(model).size();
    int norms = 0;
    for (int level = 0; level < levels; level++) {
      List<Node> nodes = Norms.levels(model).get(level);
      Map<NamedValue, Moments> moments = measure(nodes, level, levels);
      Facts facts = Facts.of(model);
      Resizing resizing = new Resizing();
      for (Node node : nodes) {
        Optional<Left> stays =
            replace(resizing, facts, node, Objects.requireNonNull(moments.get(value(node))));
        stays.ifPresent(left::add);
        norms += stays.isPresent() ? 0 : 1;
      }
      resizing.apply();
    }
    left.addAll(Norms.left(model));
    return new Outcome(0, norms, left);
  }

  private Map<NamedValue, Moments> measure(List<Node> nodes, int level, int levels) {
    Map<NamedValue, Integer> channels = new LinkedHashMap<>();
    Facts facts = Facts.of(model);
    nodes.forEach(node -> channels.put(value(node), Norms.channels(node, facts)));
    return Measurement.moments(
        model,
        channels,
        data,
        batch -> progress.accept(level * data.count() + batch, levels * data.count()));
  }

  private static NamedValue value(Node norm) {
    return (NamedValue) norm.input(0);
  }

  /**
   * The statistics of a BatchNormalization become those that were found, unless they are no finite
   * numbers of their type.
   */
  static Optional<Left> replace(Resizing resizing, Facts facts, Node norm, Moments found) {
    Tensor means = rounded(facts, norm, 3, found.means());
    Tensor variances = rounded(facts, norm, 4, found.variances());
    if (!isFinite(means) || !isFinite(variances)) {
      return Optional.of(
          new Left(norm.label(), "its statistics on the data are no finite numbers"));
    }
    replace(resizing, norm, 3, means, "mean");
    replace(resizing, norm, 4, variances, "variance");
    return Optional.empty();
  }

  private static Tensor rounded(Facts facts, Node node, int input, double[] numbers) {
    ElementType type = facts.element(node.input(input));
    return Tensor.ofDoubles(type, Shape.of(numbers.length), numbers);
  }

  /** Whether all numbers are finite. */
  static boolean isFinite(Tensor tensor) {
    return Arrays.stream(tensor.doubles()).allMatch(Double::isFinite);
  }

  /** A statistic that other nodes read too stays as it is for them. */
  private static void replace(Resizing resizing, Node node, int input, Tensor tensor, String hint) {
    Value old = node.input(input);
    if (old instanceof Initializer constant && constant.hasOneUse()) {
      resizing.constant(constant, tensor);
    } else {
      resizing.operand(node, input, Operand.of(tensor, node.label() + "_" + hint));
    }
  }
}
