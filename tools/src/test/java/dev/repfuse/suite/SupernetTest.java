package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.FuseOptions;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Tensor;
import dev.repfuse.report.ModelStatistics;
import dev.repfuse.supernet.Extraction;
import dev.repfuse.testkit.Difference;
import dev.repfuse.testkit.RecordedModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Subnets of trained supernets compute what the same networks do that were exported alone. */
@Tag("shared")
class SupernetTest {
  private static final double SAME = 1e-5;

  private static final List<String> ARCHITECTURES =
      List.of("a0_000000", "a1_333333", "a2_213300", "a3_002110", "a4_322003", "a5_133012");

  @ParameterizedTest
  @ValueSource(strings = {"onehot", "gather", "if", "if_script"})
  void everyFormGivesTheNetworkOnRecord(String form) {
    Path spos = Shared.folder("supernet/spos");
    Extraction supernet = Extraction.of(spos.resolve("supernet_%s.onnx".formatted(form)));
    double worst = 0;
    for (String name : ARCHITECTURES) {
      RecordedModel alone =
          new RecordedModel(name, spos.resolve("subnets/%s_raw.onnx".formatted(name)));
      worst = Math.max(worst, difference(supernet, digits(name), alone));
    }
    System.out.printf("%s: largest difference %.1e%n", form, worst);
  }

  @ParameterizedTest
  @CsvSource({"0, 30 30 30 30 30", "1, 10 22 15 7 26", "2, 3 14 5 18 11"})
  void generatedWeightsGiveTheNetworkOnRecord(int number, String ids) {
    Path folder = Shared.folder("supernet/pruningnet");
    List<Integer> architecture = Arrays.stream(ids.split(" ", -1)).map(Integer::valueOf).toList();
    RecordedModel alone =
        new RecordedModel(ids, folder.resolve("pruned_%d_raw.onnx".formatted(number)));
    double worst =
        difference(Extraction.of(folder.resolve("pruningnet.onnx")), architecture, alone);
    System.out.printf("pruned_%d: largest difference %.1e%n", number, worst);
  }

  /** Initial weights, as they are and with equal tensors merged: the same networks. */
  @ParameterizedTest
  @ValueSource(strings = {"a2_213300", "a5_133012"})
  void mergedInitializersChangeNothing(String name) {
    Path spos = Shared.folder("supernet/spos");
    Map<String, Tensor> inputs =
        new RecordedModel(name, spos.resolve("subnets/%s_raw.onnx".formatted(name))).inputs();
    Extraction initial = Extraction.of(spos.resolve("supernet_initial.onnx"));
    Extraction merged = Extraction.of(spos.resolve("supernet_initial_dedup.onnx"));
    Map<String, Tensor> wanted = run(initial.supernet(digits(name)), inputs);
    assertEquals(0, Difference.of(wanted, run(bare(initial, digits(name)), inputs)));
    assertEquals(0, Difference.of(wanted, run(bare(merged, digits(name)), inputs)));
  }

  private static double difference(
      Extraction supernet, List<Integer> architecture, RecordedModel alone) {
    Model folded = supernet.subnet(architecture, Optional.of(FuseOptions.defaults())).model();
    ModelStatistics wanted = Repfuse.fuse(alone.file()).after();
    assertEquals(wanted.operators(), ModelStatistics.of(folded).operators(), alone.name());
    assertEquals(List.of("x"), folded.graph().inputs().stream().map(NamedValue::name).toList());
    double worst = 0;
    for (Model model : List.of(folded, bare(supernet, architecture))) {
      worst = Math.max(worst, Difference.of(alone.outputs(), run(model, alone.inputs())));
    }
    double error = worst;
    assertTrue(error <= SAME, () -> "%s differs by %.1e".formatted(alone.name(), error));
    return worst;
  }

  private static Model bare(Extraction supernet, List<Integer> architecture) {
    return supernet.subnet(architecture, Optional.empty()).model();
  }

  private static Map<String, Tensor> run(Model model, Map<String, Tensor> inputs) {
    return dev.repfuse.testkit.Oracle.run(model, inputs);
  }

  private static List<Integer> digits(String name) {
    return name.substring(name.indexOf('_') + 1).chars().mapToObj(c -> c - '0').toList();
  }
}
