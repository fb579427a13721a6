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
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.Facts;
import dev.repfuse.runtime.Exposure;
import dev.repfuse.runtime.Feed;
import dev.repfuse.runtime.Optimization;
import dev.repfuse.runtime.Session;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

  private Calibration(Model model, Batches data, BiConsumer<Integer, Integer> progress) {
    this.model = model;
    this.data = data;
    this.progress = progress;
  }

  /**
   * Calibrates a model, which is changed.
   *
   * @param progress is told how many of how many runs are done
   * @return how many BatchNormalizations there were
   * @throws dev.repfuse.runtime.OrtFailure if ONNX Runtime cannot run the model
   */
  public static int calibrate(Model model, Batches data, BiConsumer<Integer, Integer> progress) {
    return new Calibration(model, data, progress).run();
  }

  private int run() {
    int levels = Norms.levels(model).size();
    int norms = 0;
    for (int level = 0; level < levels; level++) {
      List<Node> nodes = Norms.levels(model).get(level);
      Map<NamedValue, Moments> moments = measure(nodes, level, levels);
      Facts facts = Facts.of(model);
      Resizing resizing = new Resizing();
      for (Node node : nodes) {
        Moments found = Objects.requireNonNull(moments.get((NamedValue) node.input(0)));
        replace(resizing, facts, node, 3, found.means(), "mean");
        replace(resizing, facts, node, 4, found.variances(), "variance");
      }
      resizing.apply();
      norms += nodes.size();
    }
    return norms;
  }

  private Map<NamedValue, Moments> measure(List<Node> nodes, int level, int levels) {
    Map<NamedValue, Moments> moments = new HashMap<>();
    Facts facts = Facts.of(model);
    for (Node node : nodes) {
      int channels = (int) facts.constant(node.input(3)).orElseThrow().elementCount();
      moments.put((NamedValue) node.input(0), new Moments(channels));
    }
    Set<String> inputs = new LinkedHashSet<>();
    model.graph().inputs().forEach(input -> inputs.add(input.name()));
    Set<String> wanted = new LinkedHashSet<>();
    moments.keySet().forEach(value -> wanted.add(value.name()));
    wanted.removeAll(inputs);
    Set<String> exposed = new LinkedHashSet<>(wanted);
    model.graph().outputs().forEach(output -> exposed.remove(output.value().name()));
    try (Session session =
        Session.open(
            Exposure.of(ModelFile.toBytes(model), exposed),
            Optional.empty(),
            Optimization.NONE,
            Runtime.getRuntime().availableProcessors())) {
      for (int batch = 0; batch < data.count(); batch++) {
        progress.accept(level * data.count() + batch, levels * data.count());
        Map<String, Tensor> fed = data.batch(batch);
        Map<String, Tensor> seen = new HashMap<>(fed);
        if (!wanted.isEmpty()) {
          try (Feed feed = Feed.of(fed)) {
            seen.putAll(session.run(feed, wanted).tensors());
          }
        }
        moments.forEach((value, sum) -> sum.add(Objects.requireNonNull(seen.get(value.name()))));
      }
    }
    return moments;
  }

  /** A statistic that other nodes read too stays as it is for them. */
  private static void replace(
      Resizing resizing, Facts facts, Node node, int input, double[] numbers, String hint) {
    Value old = node.input(input);
    ElementType type = facts.element(old);
    Tensor tensor = Tensor.ofDoubles(type, Shape.of(numbers.length), numbers);
    if (old instanceof Initializer constant && constant.hasOneUse()) {
      resizing.constant(constant, tensor);
    } else {
      resizing.operand(node, input, Operand.of(tensor, node.label() + "_" + hint));
    }
  }
}
