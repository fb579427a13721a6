package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Repfuse;
import dev.repfuse.calibrate.Calibration;
import dev.repfuse.calibrate.Pixels;
import dev.repfuse.calibrate.RealData;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.runtime.InputSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trained networks that are calibrated on their training images get the statistics on record. */
@Tag("shared")
class CalibrationSuiteTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"spos/subnets/a0_000000", "spos/subnets/a1_333333", "pruningnet/pruned_0"})
  void statisticsAreThoseOnRecord(String name) {
    Path folder = Shared.folder("supernet");
    Model model = Repfuse.read(folder.resolve(name + "_raw.onnx"));
    Model wanted = Repfuse.read(folder.resolve(name + "_recal.onnx"));
    RealData data =
        new RealData(
            folder.resolve("data/digits.npz"),
            Optional.of("images"),
            Optional.of("train"),
            5000,
            500,
            OptionalInt.empty(),
            new Pixels(List.of(0.1307), List.of(0.3081)));
    List<InputSpec> inputs =
        model.graph().inputs().stream()
            .map(input -> new InputSpec(input.name(), input.type()))
            .toList();

    int norms = Calibration.calibrate(model, data.batches(inputs), (done, all) -> {});

    List<Node> ours = norms(model);
    List<Node> theirs = norms(wanted);
    assertEquals(theirs.size(), norms);
    double worst = 0;
    for (int i = 0; i < norms; i++) {
      double[] deviations = numbers(theirs.get(i), 4);
      double[] means = numbers(theirs.get(i), 3);
      for (int channel = 0; channel < means.length; channel++) {
        double sigma = Math.sqrt(deviations[channel]) + 1e-3;
        worst =
            Math.max(worst, Math.abs(numbers(ours.get(i), 3)[channel] - means[channel]) / sigma);
        double ratio = numbers(ours.get(i), 4)[channel] - deviations[channel];
        worst = Math.max(worst, Math.abs(ratio) / (sigma * sigma));
      }
    }
    double error = worst;
    System.out.printf("%s: %d norms, largest error %.1e sigma%n", name, norms, error);
    assertTrue(error < 1e-4, () -> "off by " + error);
  }

  private static List<Node> norms(Model model) {
    List<Node> norms = new ArrayList<>();
    for (Node node : model.graph().nodes()) {
      if (node.is("BatchNormalization")) {
        norms.add(node);
      }
    }
    return norms;
  }

  private static double[] numbers(Node node, int input) {
    return ((Initializer) node.input(input)).tensor().orElseThrow().doubles();
  }
}
