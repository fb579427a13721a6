package dev.repfuse.calibrate;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.ir.edit.Resizing;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.Facts;
import dev.repfuse.runtime.Optimization;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Calibrates a model in one run, for data that fit into one batch: what {@link Calibration} finds
 * level by level, as far as sums in another order allow.
 */
public final class OneRun {
  private OneRun() {}

  /**
   * Calibrates a model, which is changed.
   *
   * @param data all samples
   * @return how many BatchNormalizations there were
   * @throws dev.repfuse.runtime.OrtFailure if ONNX Runtime cannot run the model
   */
  public static int calibrate(Model model, Map<String, Tensor> data, int threads) {
    List<Node> norms = norms(model);
    if (norms.isEmpty()) {
      return 0;
    }
    Model copy = ModelFile.copy(model);
    Facts facts = Facts.of(copy);
    List<BatchStatistics.Names> names =
        norms(copy).stream().map(node -> BatchStatistics.replace(facts, node)).toList();
    Map<String, Tensor> found = run(copy, names, data, threads);
    Resizing resizing = new Resizing();
    for (int i = 0; i < norms.size(); i++) {
      Tensor mean = Objects.requireNonNull(found.get(names.get(i).mean()));
      Tensor variance = Objects.requireNonNull(found.get(names.get(i).variance()));
      resizing.operand(norms.get(i), 3, Operand.of(mean, norms.get(i).label() + "_mean"));
      resizing.operand(norms.get(i), 4, Operand.of(variance, norms.get(i).label() + "_variance"));
    }
    resizing.apply();
    return norms.size();
  }

  private static List<Node> norms(Model model) {
    List<Node> norms = new ArrayList<>();
    Norms.levels(model).forEach(norms::addAll);
    return norms;
  }

  private static Map<String, Tensor> run(
      Model model, List<BatchStatistics.Names> names, Map<String, Tensor> data, int threads) {
    Set<String> wanted = new LinkedHashSet<>();
    names.forEach(each -> {
      wanted.add(each.mean());
      wanted.add(each.variance());
    });
    try (Measurement measurement = new Measurement(model, wanted, Optimization.ALL, threads)) {
      return measurement.run(data);
    }
  }
}
