package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Adapt;
import dev.repfuse.AdaptResult;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.TensorFile;
import dev.repfuse.pass.adapt.AdaptException;
import dev.repfuse.testkit.Difference;
import dev.repfuse.testkit.Oracle;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trained heads give the dense maps that PyTorch recorded of them, and others are refused. */
@Tag("shared")
class AdaptSuiteTest {
  private static final double ERROR = 1e-5;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main",
        "small_default",
        "three_layers",
        "no_bn",
        "l2",
        "matmul",
        "no_bias_last_bn",
        "gemm_alpha"
      })
  void theDenseMapIsTheOneOnRecord(String name) {
    Path folder = Shared.folder("supernet/pcd");
    Path pooled = folder.resolve(name + "_pooled.onnx");
    Map<String, Tensor> recorded =
        Map.of(
            "y", TensorFile.read(folder.resolve(name + "_pooled/output_0.pb")),
            "y_dense", TensorFile.read(folder.resolve(name + "_adaptor/output_0.pb")));
    for (boolean replaces : new boolean[] {false, true}) {
      AdaptResult result = Adapt.adapt(pooled, Optional.empty(), replaces);
      Map<String, Tensor> outputs = run(result.model(), folder.resolve(name + "_pooled"));
      assertEquals(replaces ? 1 : 2, outputs.size());
      outputs.forEach((output, tensor) -> {
        Tensor wanted = Objects.requireNonNull(recorded.get(output));
        double error = Difference.of(Map.of(output, wanted), Map.of(output, tensor));
        System.out.printf("%s %s: %.1e of its scale%n", name, output, error);
        assertTrue(error <= ERROR, () -> output + " is off by " + error);
      });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dropout_training, Dropout '/head/head.3/Dropout' is in training mode",
    "bn_training, BatchNormalization '/head/head.1/BatchNormalization' is in training mode",
    "softmax_inside, Softmax '/head/head.1/Softmax' is neither linear nor ReLU",
    "layernorm_inside, LayerNormalization '/head/head.1/LayerNormalization' is neither linear",
    "gelu_inside, Mul '/head/head.1/Mul' multiplies two values that depend on the input",
    "maxpool, MaxPool '/MaxPool' takes the largest value of the map",
    "flatten_4x4, 'Flatten ''/Flatten'' makes [N,512] of [N,32,4,4]'",
    "second_consumer_hidden, 'outputs ''y'', ''aux'' each end a head; --output says'",
    "second_consumer_pooled, 'outputs ''y'', ''aux'' each end a head; --output says'",
  })
  void whatIsNotExactIsRefused(String name, String cause) {
    Path model = Shared.folder("supernet/pcd").resolve("decline_" + name + ".onnx");
    AdaptException refusal =
        assertThrows(AdaptException.class, () -> Adapt.adapt(model, Optional.empty(), false));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(cause), message);
  }

  /** A vector that is read twice stays for the other reader, which makes either head exact. */
  @ParameterizedTest
  @CsvSource({"hidden, y", "hidden, aux", "pooled, y", "pooled, aux"})
  void ofTwoOutputsEitherCanBeMeant(String name, String output) {
    Path folder = Shared.folder("supernet/pcd");
    String file = "decline_second_consumer_" + name;
    AdaptResult result = Adapt.adapt(folder.resolve(file + ".onnx"), Optional.of(output), true);
    Map<String, Tensor> outputs = run(result.model(), folder.resolve(file));
    String other = output.equals("y") ? "aux" : "y";
    Tensor stays = recorded(folder.resolve(file), other);
    Tensor mean = mean(Objects.requireNonNull(outputs.get(output + "_dense")));
    Map<String, Tensor> wanted =
        Map.of(other, stays, output, recorded(folder.resolve(file), output));
    double error =
        Difference.of(
            wanted, Map.of(other, Objects.requireNonNull(outputs.get(other)), output, mean));
    System.out.printf("%s %s: %.1e of its scale%n", file, output, error);
    assertTrue(error <= ERROR, () -> "off by " + error);
  }

  private static Tensor recorded(Path folder, String output) {
    return TensorFile.read(folder.resolve(output.equals("y") ? "output_0.pb" : "output_1.pb"));
  }

  private static Map<String, Tensor> run(Model model, Path folder) {
    return Oracle.run(model, Map.of("x", TensorFile.read(folder.resolve("input_0.pb"))));
  }

  private static Tensor mean(Tensor map) {
    long[] extents = map.shape().sizes().orElseThrow();
    double[] values = map.doubles();
    int area = (int) (extents[2] * extents[3]);
    double[] means = new double[values.length / area];
    for (int i = 0; i < values.length; i++) {
      means[i / area] += values[i] / area;
    }
    return Tensor.ofDoubles(map.type(), Shape.of(extents[0], extents[1]), means);
  }
}
