package dev.repfuse.testkit;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.ModelFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what ONNX Runtime, optimizing nothing, computes; it shares no code with the product's. */
public final class Oracle {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private Oracle() {}

  /**
   * Runs a model.
   *
   * @param inputs by name; inputs with a default may be left out
   * @return the outputs by name, in the graph's order
   * @throws IllegalStateException if ONNX Runtime refuses the model or fails to run it
   */
  public static Map<String, Tensor> run(Model model, Map<String, Tensor> inputs) {
    Map<String, OnnxTensor> feed = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        feed.put(input.getKey(), toOnnxRuntime(input.getValue()));
      }
      byte[] bytes =
          WireTree.withoutInitializers(ModelFile.toBytes(model), overridden(model, inputs));
      try (OrtSession session = ENVIRONMENT.createSession(bytes, options);
          OrtSession.Result results = session.run(feed)) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> output : results) {
          outputs.put(output.getKey(), fromOnnxRuntime(output.getKey(), output.getValue()));
        }
        return outputs;
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    } finally {
      feed.values().forEach(OnnxTensor::close);
    }
  }

  /**
   * Inputs whose default has to go: ONNX Runtime's Java interface takes no other value for them.
   */
  private static Set<String> overridden(Model model, Map<String, Tensor> inputs) {
    return model.graph().inputs().stream()
        .filter(input -> input.byDefault().isPresent())
        .map(GraphInput::name)
        .filter(inputs::containsKey)
        .collect(Collectors.toSet());
  }

  /** The outputs of a model without inputs. */
  public static Map<String, Tensor> constants(Model model) {
    return run(model, Map.of());
  }

  /**
   * The largest difference of two models' outputs on the same {@link RandomInputs}, as a part of
   * the largest magnitude of the first one's; see {@link Difference}.
   *
   * @throws IllegalStateException if ONNX Runtime refuses one of them
   */
  public static double difference(Model a, Model b, long seed) {
    Map<String, Tensor> inputs = RandomInputs.of(a, seed);
    return Difference.of(run(a, inputs), run(b, inputs));
  }

  private static OnnxTensor toOnnxRuntime(Tensor tensor) throws OrtException {
    MemorySegment bytes = tensor.bytes();
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(Math.max(1, Math.toIntExact(bytes.byteSize())))
            .order(ByteOrder.nativeOrder());
    buffer.put(bytes.asByteBuffer()).flip();
    return OnnxTensor.createTensor(
        ENVIRONMENT,
        buffer,
        tensor.shape().sizes().orElseThrow(),
        OnnxJavaType.valueOf(tensor.type().name()));
  }

  private static Tensor fromOnnxRuntime(String name, OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor) || tensor.getInfo().type == OnnxJavaType.STRING) {
      throw new IllegalStateException("output '" + name + "' is no tensor of numbers");
    }
    ByteBuffer buffer = tensor.getByteBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return Tensor.of(
        ElementType.valueOf(tensor.getInfo().type.name()),
        Shape.of(tensor.getInfo().getShape()),
        MemorySegment.ofArray(bytes));
  }
}
