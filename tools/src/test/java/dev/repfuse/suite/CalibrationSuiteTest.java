package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.FuseOptions;
import dev.repfuse.Repfuse;
import dev.repfuse.calibrate.Batches;
import dev.repfuse.calibrate.Calibration;
import dev.repfuse.calibrate.FoldedCalibration;
import dev.repfuse.calibrate.OneRun;
import dev.repfuse.calibrate.Outcome;
import dev.repfuse.calibrate.Pixels;
import dev.repfuse.calibrate.RealData;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.InputData;
import dev.repfuse.runtime.InputSpec;
import dev.repfuse.testkit.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trained networks that are calibrated on their training images get the statistics and the
 * accuracies on record, unfolded and folded.
 */
@Tag("shared")
class CalibrationSuiteTest {
  private static Path folder() {
    return Shared.folder("supernet");
  }

  private static Batches images(Model model, String rows, int limit, int batch) {
    List<InputSpec> inputs =
        model.graph().inputs().stream()
            .map(input -> new InputSpec(input.name(), input.type()))
            .toList();
    return new RealData(
            folder().resolve("data/digits.npz"),
            Optional.of("images"),
            Optional.of(rows),
            limit,
            batch,
            OptionalInt.empty(),
            new Pixels(List.of(0.1307), List.of(0.3081)))
        .batches(inputs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spos/subnets/a0_000000",
        "spos/subnets/a1_333333",
        "spos/subnets/a2_213300",
        "spos/subnets/a3_002110",
        "spos/subnets/a4_322003",
        "spos/subnets/a5_133012",
        "pruningnet/pruned_0",
        "pruningnet/pruned_1",
        "pruningnet/pruned_2"
      })
  void oneRunGivesStatisticsAndAccuraciesOnRecord(String name) throws IOException {
    Model model = Repfuse.read(folder().resolve(name + "_raw.onnx"));
    assertOnRecord(
        model, OneRun.calibrate(model, images(model, "train", 5000, 5000).batch(0), 2), name);
  }

  /** As the command does it: level by level, batch by batch. */
  @ParameterizedTest
  @ValueSource(strings = "pruningnet/pruned_1")
  void levelsGiveStatisticsAndAccuraciesOnRecord(String name) throws IOException {
    Model model = Repfuse.read(folder().resolve(name + "_raw.onnx"));
    assertOnRecord(
        model,
        Calibration.calibrate(model, images(model, "train", 5000, 500), (done, all) -> {}).norms(),
        name);
  }

  private static void assertOnRecord(Model model, int norms, String name) throws IOException {
    Model wanted = Repfuse.read(folder().resolve(name + "_recal.onnx"));
    List<Node> ours = norms(model);
    List<Node> theirs = norms(wanted);
    assertEquals(theirs.size(), norms);
    double worst = 0;
    for (int i = 0; i < norms; i++) {
      double[] variances = numbers(theirs.get(i), 4);
      double[] means = numbers(theirs.get(i), 3);
      for (int channel = 0; channel < means.length; channel++) {
        double scale = Math.max(Math.abs(means[channel]), Math.sqrt(variances[channel]));
        double apart = Math.abs(numbers(ours.get(i), 3)[channel] - means[channel]);
        worst = scale == 0 ? Math.max(worst, apart) : Math.max(worst, apart / scale);
        double more = Math.abs(numbers(ours.get(i), 4)[channel] - variances[channel]);
        worst =
            variances[channel] == 0
                ? Math.max(worst, more)
                : Math.max(worst, more / variances[channel]);
      }
    }
    double error = worst;
    System.out.printf(Locale.ROOT, "%s: %d norms, largest error %.1e%n", name, norms, error);
    assertTrue(error < 1e-6, () -> "off by " + error);
    assertAccuracies(model, name);
  }

  /** Folded first and calibrated then; the statistics are in the weights, so accuracies tell. */
  @ParameterizedTest
  @ValueSource(strings = "pruningnet/pruned_1")
  void foldedNetworksReachTheAccuraciesOnRecord(String name) throws IOException {
    Path raw = folder().resolve(name + "_raw.onnx");
    Model folded = Repfuse.fuse(raw, FuseOptions.defaults()).model();
    assertEquals(List.of(), norms(folded));

    Outcome outcome =
        FoldedCalibration.calibrate(
            folded, Repfuse.read(raw), images(folded, "train", 5000, 500), (done, all) -> {});

    assertEquals(List.of(), outcome.left());
    assertEquals(norms(Repfuse.read(raw)).size(), outcome.layers());
    assertAccuracies(folded, name);
  }

  /** Within 0.2 points of what the manifest says of the recalibrated file. */
  private static void assertAccuracies(Model model, String name) throws IOException {
    String manifest = Files.readString(folder().resolve("MANIFEST.json"));
    String entry = manifest.substring(manifest.indexOf("\"" + name + "_recal.onnx\""));
    Matcher found = Pattern.compile("\"val\": ([0-9.]+),\\s*\"test\": ([0-9.]+)").matcher(entry);
    assertTrue(found.find());
    double val = accuracy(model, "val");
    double test = accuracy(model, "test");
    System.out.printf(Locale.ROOT, "%s: val %.4f, test %.4f%n", name, val, test);
    assertEquals(Double.parseDouble(found.group(1)), val, 0.002);
    assertEquals(Double.parseDouble(found.group(2)), test, 0.002);
  }

  private static double accuracy(Model model, String rows) {
    Path file = folder().resolve("data/digits.npz");
    long[] labels = InputData.array(file, "labels").longs();
    long[] chosen = InputData.array(file, rows).longs();
    Batches batches = images(model, rows, Integer.MAX_VALUE, 500);
    int right = 0;
    int sample = 0;
    for (int batch = 0; batch < batches.count(); batch++) {
      Tensor logits = Oracle.run(model, batches.batch(batch)).values().iterator().next();
      double[] values = logits.doubles();
      int classes = (int) logits.shape().size(1).orElseThrow();
      for (int first = 0; first < values.length; first += classes) {
        int best = 0;
        for (int i = 1; i < classes; i++) {
          best = values[first + i] > values[first + best] ? i : best;
        }
        right += labels[(int) chosen[sample++]] == best ? 1 : 0;
      }
    }
    return (double) right / chosen.length;
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
