package dev.repfuse.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.repfuse.Project;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Figures of models, against numbers counted by hand and by a training framework. */
class ModelStatisticsTest {
  private static ModelStatistics of(String text) {
    return ModelStatistics.of(ModelText.parse(text));
  }

  @Test
  void countsWhatATrainingFrameworkCounts() {
    ModelStatistics statistics =
        ModelStatistics.of(ModelFile.read(Project.model("repghostnet_0_5x")));

    assertEquals(2_313_968, statistics.parameters());
    assertEquals(43_314_720, statistics.macs().orElseThrow());
    assertEquals(112, statistics.count("BatchNormalization"));
    assertEquals(95, statistics.count("Conv"));
    assertEquals(321, statistics.nodes());
  }

  @Test
  void meansAndVariancesAreNoParameters() {
    ModelStatistics statistics =
        of(
            """
            g (float[1,4,2,2] x) => (float[1,4,2,2] y)
            <float[4] s ~ normal(1), float[4] b ~ normal(2), float[4] m ~ normal(3), float[4] v ~ variance(4)>
            { y = BatchNormalization (x, s, b, m, v) }
            """);

    assertEquals(8, statistics.parameters());
    assertEquals(8, statistics.statistics());
  }

  @Test
  void aBatchOfUnknownSizeCountsOnce() {
    ModelStatistics statistics =
        of(
            """
            g (float[N,4,8,8] x) => (float[N,6,4,4] y) <float[6,2,3,3] w ~ normal(1)>
            { y = Conv <group = 2, strides = [2, 2], pads = [1, 1, 1, 1]> (x, w) }
            """);

    assertEquals(OptionalLong.of(6 * 4 * 4 * 2 * 9), statistics.macs());
  }

  @Test
  void aBatchOfKnownSizeCountsOnceToo() {
    String text =
        """
        g (float[8,16] x) => (float[8,4] y) <float[16,4] w ~ normal(1)> { y = MatMul (x, w) }
        """;

    assertEquals(OptionalLong.of(16 * 4), of(text).macs());
  }

  @Test
  void anImageOfUnknownSizeHasNoCount() {
    ModelStatistics statistics =
        of(
            """
            g (float[N,4,H,8] x) => (float[N,6,H,8] y) <float[6,4,1,1] w ~ normal(1)>
            { y = Conv (x, w) }
            """);

    assertEquals(OptionalLong.empty(), statistics.macs());
    assertEquals(24, statistics.parameters());
  }

  @Test
  void countsSubgraphsAndEachFunctionOnce() {
    ModelStatistics statistics =
        of(
            """
            <ir_version: 9, opset_import: ["" : 17, "local" : 1]>
            g (bool t, float[1,2,3,3] x) => (float[1,2,3,3] z) <float[2,2,1,1] w ~ normal(1)>
            {
              y = If <
                then_branch = p () => (float[1,2,3,3] q) <float[2,2,3,3] k ~ normal(2)> {
                  q = Conv <pads = [1,1,1,1]> (x, k) },
                else_branch = r () => (float[1,2,3,3] e) { e = Conv (x, w) }> (t)
              a = local.Norm (y)
              z = local.Norm (a)
            }
            <domain: "local", opset_import: ["" : 17]>
            Norm (x) => (y) {
              s = Constant <value = float[2] {1, 2}> ()
              v = Constant <value = float[2] {3, 4}> ()
              y = BatchNormalization (x, s, s, v, v) }
            """);

    assertEquals(2, statistics.count("Conv"));
    assertEquals(1, statistics.count("BatchNormalization"));
    assertEquals(8, statistics.nodes());
    assertEquals(4 + 36 + 2, statistics.parameters());
    assertEquals(2, statistics.statistics());
    assertEquals(OptionalLong.of(0), statistics.macs());
  }

  @Test
  void countsProductsAndTransposedConvolutions() {
    ModelStatistics statistics =
        of(
            """
            g (float[1,4,5,5] x, float[N,7] p) => (float[1,3,10,10] y, float[N,2] q)
            <float[4,3,2,2] w ~ normal(1), float[2,7] t ~ normal(2), float[2,2] u ~ normal(3)>
            {
              y = ConvTranspose <strides = [2, 2]> (x, w)
              r = Gemm <transB = 1> (p, t)
              q = MatMul (r, u)
            }
            """);

    assertEquals(OptionalLong.of(4 * 25 * 3 * 4 + 7 * 2 + 2 * 2), statistics.macs());
  }

  /** How many positions are not zero is not known, and counts no samples. */
  @Test
  void anOpenLengthThatIsNoBatchIsNotKnown() {
    ModelStatistics statistics =
        of(
            """
            g (float[1,6] x) => (float[k,5] y) <float[2,5] w ~ normal(1)>
            { i = NonZero (x) t = Transpose (i) f = Cast <to = 1> (t) y = MatMul (f, w) }
            """);

    assertEquals(OptionalLong.empty(), statistics.macs());
  }

  @Test
  @Tag("shared")
  void agreesWithTheManifest() throws IOException {
    Path models = Path.of(System.getProperty("repfuse.shared", "../shared"), "models");
    assumeTrue(Files.isDirectory(models), "no folder " + models);
    JsonNode manifest =
        JsonMapper.builder().build().readTree(models.resolve("MANIFEST.json").toFile());
    List<String> wrong = new ArrayList<>();
    for (JsonNode entry : manifest.path("models")) {
      String file = entry.path("file").asString();
      JsonNode macs = entry.path("macs_batch1");
      if (!file.matches("(nets|blocks)/.*_keepbn.onnx")
          || file.contains("in_graph_weights") // convolves constants, which the manifest leaves out
          || file.contains("linear_bn") // MatMul, which the manifest counts for the whole batch
          || macs.isMissingNode()) {
        continue;
      }
      ModelStatistics statistics = ModelStatistics.of(ModelFile.read(models.resolve(file)));
      long expected = 0;
      for (JsonNode part : macs) {
        expected += part.asLong();
      }
      if (statistics.macs().orElse(-1) != expected) {
        wrong.add("%s: %s MACs, not %d".formatted(file, statistics.macs(), expected));
      }
      // Other families keep constants in buffers, which a file cannot tell from parameters.
      long parameters =
          file.matches(".*/rep(ghost|vgg).*")
              ? entry.path("torch_params").asLong(statistics.parameters())
              : statistics.parameters();
      if (statistics.parameters() != parameters) {
        wrong.add("%s: %d parameters, not %d".formatted(file, statistics.parameters(), parameters));
      }
    }
    assertEquals(List.of(), wrong);
  }
}
