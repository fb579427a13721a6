package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.calibrate.Batches;
import dev.repfuse.calibrate.Pixels;
import dev.repfuse.calibrate.RealData;
import dev.repfuse.fitness.Judge;
import dev.repfuse.fitness.Labels;
import dev.repfuse.fitness.Score;
import dev.repfuse.fitness.SubnetCosts;
import dev.repfuse.fitness.Validation;
import dev.repfuse.ir.Model;
import dev.repfuse.runtime.InputSpec;
import dev.repfuse.search.Metric;
import dev.repfuse.supernet.Extraction;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a search finds out about a candidate is what its makers have on record. */
@Tag("shared")
class SearchSuiteTest {
  private static final Pixels PIXELS = new Pixels(List.of(0.1307), List.of(0.3081));

  private static Batches rows(Extraction extraction, String name, int limit, int batch) {
    Model network = extraction.network(List.of(0, 0, 0, 0, 0, 0));
    return new RealData(
            Shared.folder("supernet").resolve("data/digits.npz"),
            Optional.of("images"),
            Optional.of(name),
            limit,
            batch,
            OptionalInt.empty(),
            PIXELS)
        .batches(
            network.graph().inputs().stream()
                .map(input -> new InputSpec(input.name(), input.type()))
                .toList());
  }

  private static Judge judge(Extraction extraction, boolean calibrates) {
    Path data = Shared.folder("supernet").resolve("data/digits.npz");
    List<Integer> labels = Labels.read(data, "labels", Optional.of("val"), Integer.MAX_VALUE);
    return new Judge(
        extraction,
        calibrates ? Optional.of(rows(extraction, "train", 5000, 5000)) : Optional.empty(),
        new Validation(rows(extraction, "val", Integer.MAX_VALUE, 100), labels, Score.ACCURACY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a0_", "a2_", "a4_"})
  void accuracyAndCostsAreThoseOnRecord(String beginning) {
    Path folder = Shared.folder("supernet");
    Extraction extraction = Extraction.of(folder.resolve("spos/supernet_onehot.onnx"));
    JsonNode manifest = JsonMapper.shared().readTree(folder.resolve("MANIFEST.json").toFile());
    int compared = 0;
    for (JsonNode model : manifest.get("models")) {
      String file = model.get("file").asString();
      boolean recalibrated = file.endsWith("_recal.onnx");
      if (file.startsWith("spos/subnets/" + beginning)
          && (recalibrated || file.endsWith("_raw.onnx"))) {
        List<Integer> architecture = model.get("arch").valueStream().map(JsonNode::asInt).toList();
        double accuracy = judge(extraction, recalibrated).worth(architecture).value();
        assertEquals(model.get("accuracy").get("val").asDouble(), accuracy, 0.002, file);
        var costs = new SubnetCosts(extraction, false, Optional.empty()).of(architecture);
        assertEquals(model.get("macs").asDouble(), costs.get(Metric.MACS), file);
        assertEquals(model.get("params").asDouble(), costs.get(Metric.PARAMETERS), file);
        compared++;
      }
    }
    assertEquals(2, compared);
  }
}
