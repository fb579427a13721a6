package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.FuseOptions;
import dev.repfuse.FuseResult;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Report;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.report.ModelStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every generated model is folded as far as MANIFEST.json expects, and computes what it did. */
@Tag("shared")
class ManifestTest {
  private static final double LARGEST_ERROR = 1e-4;

  private static final Set<String> FAMILIES =
      Set.of(
          "ACNet",
          "Concat of convs",
          "Conv1d",
          "Conv3d",
          "DBB",
          "ECB",
          "FastViT RepMixer",
          "GhostNet",
          "Linear+BN",
          "MobileOne",
          "PP-YOLOE RepVGG",
          "QARepVGG",
          "RepGhost",
          "RepLKNet",
          "RepVGG",
          "RepViT",
          "Split-Conv-Concat",
          "UniRepLKNet",
          "YOLOv7 RepConv",
          "affine chain",
          "channel shuffle",
          "linear pair",
          "no-ops",
          "pre-activation");

  /** Where only the file's size forbids a fold, the manifest expects it all the same. */
  private static final FuseOptions ALLOWED_TO_GROW = FuseOptions.defaults().withGrowth(true);

  /**
   * Where only the cost forbids a fold, the manifest expects it as well: here arithmetic is cheap.
   */
  private static final FuseOptions CHEAP_ARITHMETIC = ALLOWED_TO_GROW.withTarget(Target.X86_AVX512);

  /** A file that was folded; the model itself is let go. */
  private record Folded(
      Expectation expectation,
      ModelStatistics before,
      ModelStatistics after,
      Report report,
      double error) {

    List<String> missed() {
      return expectation.missed(after);
    }

    String says(Object what) {
      return expectation.file() + ": " + what;
    }
  }

  private static final Map<String, Folded> FILES = new LinkedHashMap<>();

  @BeforeEach
  void foldEverythingOnce() throws Exception {
    Path models = Shared.folder("models");
    if (!FILES.isEmpty()) {
      return;
    }
    Oracle oracle = Oracle.start();
    Map<String, Folded> files = new LinkedHashMap<>();
    JsonNode manifest = new JsonMapper().readTree(models.resolve("MANIFEST.json").toFile());
    for (JsonNode entry : manifest.path("models")) {
      Expectation expectation = Expectation.of(entry);
      if (!expectation.folder().equals("prune")) {
        Folded folded = fold(expectation, models, oracle, FuseOptions.defaults());
        if (folded.report().refusals().containsKey(Reason.WOULD_GROW)) {
          folded = fold(expectation, models, oracle, ALLOWED_TO_GROW);
        }
        boolean dear = folded.report().refusals().containsKey(Reason.MORE_MACS);
        boolean askElsewhere = dear && !folded.missed().isEmpty();
        files.put(
            expectation.file(),
            askElsewhere ? fold(expectation, models, oracle, CHEAP_ARITHMETIC) : folded);
      }
    }
    FILES.putAll(files);
    printTotals();
  }

  private static Folded fold(
      Expectation expectation, Path models, Oracle oracle, FuseOptions options) throws Exception {
    String file = expectation.file();
    Path path = models.resolve(file);
    List<String> inputs = Oracle.inputNames(ModelFile.read(path));
    FuseResult result = Repfuse.fuse(path, options);
    Path data = models.resolve(file.substring(0, file.length() - ".onnx".length()));
    double error = oracle.error(ModelFile.toBytes(result.model()), inputs, data);
    return new Folded(expectation, result.before(), result.after(), result.report(), error);
  }

  private static void printTotals() {
    Map<Reason, Integer> refusals = new TreeMap<>();
    Map<String, int[]> families = new TreeMap<>();
    int changed = 0;
    double worst = 0;
    for (Folded folded : FILES.values()) {
      changed += folded.report().changed() ? 1 : 0;
      worst = Math.max(worst, folded.error());
      folded.report().refusals().forEach((reason, n) -> refusals.merge(reason, n, Integer::sum));
      Expectation expectation = folded.expectation();
      int[] counts =
          families.computeIfAbsent(
              expectation.folder() + " " + expectation.family(), key -> new int[2]);
      counts[folded.missed().isEmpty() ? 0 : 1]++;
    }
    System.out.printf(
        "%d files: %d changed, largest error %.2g of the output's scale%n",
        FILES.size(), changed, worst);
    System.out.println("refusals: " + refusals);
    System.out.printf("%-40s %8s %8s%n", "expected counts", "reached", "not yet");
    families.forEach(
        (family, counts) -> System.out.printf("%-40s %8d %8d%n", family, counts[0], counts[1]));
    for (Folded folded : FILES.values()) {
      if (!folded.missed().isEmpty()) {
        Optional<String> allowed =
            folded.expectation().expect().optional("allowed").map(JsonNode::asString);
        System.out.println(
            "not yet: "
                + folded.says(folded.missed())
                + allowed.map(weaker -> " (also right: " + weaker + ")").orElse(""));
      }
    }
  }

  @Test
  void everyFoldedModelComputesTheRecordedOutputs() {
    List<String> wrong = new ArrayList<>();
    for (Folded folded : FILES.values()) {
      if (!(folded.error() <= LARGEST_ERROR)) {
        wrong.add(folded.says(folded.error()));
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void theFamiliesThatMustFoldDo() {
    List<String> wrong = new ArrayList<>();
    for (Folded folded : FILES.values()) {
      if (FAMILIES.contains(folded.expectation().family()) && !folded.missed().isEmpty()) {
        wrong.add(folded.says(folded.missed()));
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void whatIsAFoldedFormAlreadyStaysOne() {
    List<String> wrong = new ArrayList<>();
    for (Folded folded : FILES.values()) {
      if (folded.expectation().family().endsWith("(deploy form)") && !folded.missed().isEmpty()) {
        wrong.add(folded.says(folded.missed()));
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void whatMustBeRefusedIsDeclinedWithItsReason() {
    List<String> wrong = new ArrayList<>();
    for (Folded folded : FILES.values()) {
      if (!folded.expectation().mustRefuse()) {
        continue;
      }
      System.out.println(folded.says(folded.report().refusals()));
      if (!folded.missed().isEmpty()) {
        wrong.add(folded.says(folded.missed()));
      }
      if (folded.report().remarks().isEmpty()) {
        wrong.add(folded.says("no reason for what was refused"));
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void quantizedModelsNameWhatForbidsTheFold() {
    Report between = file("unsound/quantize_dequantize_between.onnx").report();
    assertTrue(between.refusals().containsKey(Reason.NOT_LINEAR), () -> "" + between.remarks());
    Report weight = file("unsound/dequantized_weight.onnx").report();
    assertTrue(weight.refusals().containsKey(Reason.WEIGHT_QUANTIZED), () -> "" + weight.remarks());
  }

  @Test
  void whatNeedsMoreArithmeticIsFoldedWhereLaunchesCostMore() {
    Folded dilated = file("unsound/parallel_dilated.onnx");
    assertEquals(List.of(), dilated.missed());
    assertEquals(1, dilated.after().nodes());
  }

  @Test
  void repGhostNetHasTheKnownSize() {
    Folded net = file("nets/repghostnet_1_0x_keepbn.onnx");
    assertEquals(112, net.before().count("BatchNormalization"));
    assertEquals(0, net.after().count("BatchNormalization"));
    assertEquals(4_073_604, net.before().parameters());
    assertEquals(4_051_648, net.after().parameters());
    assertEquals(OptionalLong.of(142_394_128), net.after().macs());
  }

  @Test
  void bothExportsEqualTheDeployFormNodeForNode() {
    Map<String, Integer> deploy = file("nets/repghostnet_0_5x_deploy.onnx").before().operators();
    assertEquals(deploy, file("nets/repghostnet_0_5x_keepbn.onnx").after().operators());
    assertEquals(deploy, file("nets/repghostnet_0_5x_default.onnx").after().operators());
  }

  @Test
  void repVggAndMobileOneEqualTheirDeployForms() {
    assertEquals(
        file("nets/repvgg_small_deploy.onnx").before().operators(),
        file("nets/repvgg_small_keepbn.onnx").after().operators());
    assertEquals(
        file("nets/mobileone_s0_deploy.onnx").before().operators(),
        file("nets/mobileone_s0_keepbn.onnx").after().operators());
  }

  private static Folded file(String name) {
    return Optional.ofNullable(FILES.get(name)).orElseThrow(() -> new AssertionError(name));
  }
}
