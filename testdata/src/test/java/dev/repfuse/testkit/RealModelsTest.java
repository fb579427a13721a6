package dev.repfuse.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The models of the repository are those of the manifest, and compute what was recorded. */
class RealModelsTest {
  /** The oracle and PyTorch sum in different orders. */
  private static final double TOLERANCE = 1e-5;

  @Test
  void filesAreThoseOfTheManifest() throws IOException, NoSuchAlgorithmException {
    Map<String, String> sums = RealModels.sums();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Map.Entry<String, String> sum : sums.entrySet()) {
      byte[] content = Files.readAllBytes(RealModels.folder().resolve(sum.getKey()));
      assertEquals(sum.getValue(), HexFormat.of().formatHex(digest.digest(content)), sum.getKey());
    }
    assertEquals(filesInTheFolder(), sums.keySet());
  }

  private static Set<String> filesInTheFolder() throws IOException {
    Path folder = RealModels.folder();
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(path -> folder.relativize(path).toString().replace('\\', '/'))
          .filter(path -> path.endsWith(".onnx") || path.endsWith(".pb"))
          .filter(path -> !path.endsWith(".fused.onnx")) // what README's first command writes
          .collect(Collectors.toSet());
    }
  }

  static List<RecordedModel> all() {
    return RealModels.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void computesWhatWasRecorded(RecordedModel model) {
    Map<String, Tensor> recorded = model.outputs();
    assertFalse(recorded.isEmpty(), model + " has no recorded output");
    double difference = Difference.of(recorded, Oracle.run(model.read(), model.inputs()));
    assertTrue(difference <= TOLERANCE, () -> model + " differs by " + difference);
  }
}
