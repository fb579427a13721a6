package dev.repfuse.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.runtime.bench.LayerTime;
import dev.repfuse.runtime.bench.Profile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which layers of two models belong together. */
class LayerComparisonTest {
  private static final String BEFORE =
      "g (float[1,2,4,4] x) => (float[1,2,4,4] y) <float[2,2,1,1] w ~ normal(1), float[2] b ~ normal(2)>"
          + " { [c] a = Conv (x, w, b) d = Relu (a) e = Conv (d, w) y = Tanh (e) }";
  private static final String AFTER =
      BEFORE.replace("d = Relu (a) e", "e").replace("(d, w)", "(a, w)");

  @TempDir Path folder;

  private Path file(String name, String text) {
    Path file = folder.resolve(name);
    ModelFile.write(ModelText.parse(text), file);
    return file;
  }

  private static Profile profile(LayerTime... layers) {
    return new Profile(List.of(layers), 100, 1);
  }

  private static LayerTime layer(String name, String operator, double nanoseconds) {
    return new LayerTime(name, operator, "CPU", nanoseconds);
  }

  private LayerComparison compare(Profile before, Profile after) {
    return LayerComparison.of(
        List.of(before, after), List.of(file("a.onnx", BEFORE), file("b.onnx", AFTER)));
  }

  private static List<String> rows(LayerComparison comparison) {
    return comparison.layers().stream()
        .map(row ->
            row.value().orElse("-")
                + " "
                + Arrays.toString(
                    new double[] {row.nanoseconds(0).orElse(0), row.nanoseconds(1).orElse(0)}))
        .toList();
  }

  @Test
  void nodesOfOneNameBelongTogether() {
    LayerComparison comparison =
        compare(
            profile(layer("c", "Conv", 5), layer("Relu_1", "Relu", 0)),
            profile(layer("c", "FusedConv", 4), layer("Conv_1", "Conv", 0)));
    assertEquals("a [5.0, 4.0]", rows(comparison).getFirst());
    assertEquals("Conv / FusedConv", comparison.layers().getFirst().operators());
  }

  @Test
  void whatTheRuntimeFusedIsPartOfTheLastNodeBefore() {
    assertEquals(
        List.of("e [5.0, 4.0]", "d [2.0, 0.0]", "a [0.0, 1.0]"),
        rows(compare(
                profile(
                    layer("fused c", "FusedConv", 2),
                    layer("e_nchwc", "Conv", 5),
                    layer("Tanh_3", "Tanh", 0)),
                profile(
                    layer("a_nchwc", "Conv", 1),
                    layer("e_bn_nchwc", "Conv", 4),
                    layer("Tanh_2", "Tanh", 0))))
            .subList(0, 3));
  }

  @Test
  void branchesAreSideBySideWithWhatTheyBecame() {
    String branches =
        "g (float[1,2,4,4] x) => (float[1,2,4,4] y) <float[2,2,1,1] w ~ normal(1), float[2,2,1,1] v ~"
            + " normal(2)> { [p] p = Conv (x, w) a = Neg (p) b = Conv (x, v) c = Add (a, b) d = Relu (c)"
            + " [q] q = Conv (d, w) y = Neg (q) }";
    String one =
        "g (float[1,2,4,4] x) => (float[1,2,4,4] y) <float[2,2,1,1] w ~ normal(1)>"
            + " { c = Conv (x, w) d = Relu (c) q = Conv (d, w) y = Neg (q) }";
    assertEquals(
        List.of("d [5.0, 6.0]", "a [4.0, 0.0]", "y [3.0, 2.0]"),
        rows(
            LayerComparison.of(
                List.of(
                    profile(
                        layer("a_nchwc", "Conv", 4),
                        layer("b_nchwc", "Conv", 5),
                        layer("y_nchwc", "Conv", 3)),
                    profile(layer("c_nchwc", "Conv", 6), layer("y_nchwc", "Conv", 2))),
                List.of(file("a.onnx", branches), file("b.onnx", one)))));
  }

  @Test
  void aNodeWithoutNameIsFoundByItsPlace() {
    assertEquals(
        List.of("e [5.0, 4.0]", "y [3.0, 2.0]", "d [1.0, 0.0]"),
        rows(
            compare(
                profile(
                    layer("Relu_1", "Relu", 1),
                    layer("Conv_2", "Conv", 5),
                    layer("Tanh_3", "Tanh", 3)),
                profile(layer("Conv_1", "Conv", 4), layer("Tanh_2", "Tanh", 2)))));
  }

  @Test
  void whatTheRuntimePutsInBelongsToNothing() {
    LayerTime reorder = layer("ReorderInput", "ReorderInput", 3);
    LayerComparison comparison = compare(profile(reorder, reorder), profile(reorder));
    assertEquals(List.of("- [3.0, 0.0]", "- [3.0, 0.0]", "- [0.0, 3.0]"), rows(comparison));
    assertEquals(
        List.of(new LayerComparison.Share(2, 6), new LayerComparison.Share(1, 3)),
        comparison.operators().getFirst().shares());
  }
}
