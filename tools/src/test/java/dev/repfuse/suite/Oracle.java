package dev.repfuse.suite;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.TensorFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs a model in ONNX Runtime, all optimizations off, and measures it against recorded outputs. It
 * shares no code with the verification of the product.
 */
final class Oracle {
  private static final long START_STACK_BYTES = 512L << 20;

  private final OrtEnvironment environment;

  private Oracle(OrtEnvironment environment) {
    this.environment = environment;
  }

  /** Starts ONNX Runtime, which needs a deep stack when the command line is long. */
  static Oracle start() throws InterruptedException, ExecutionException {
    FutureTask<OrtEnvironment> task =
        new FutureTask<>(() ->
            OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "repfuse"));
    Thread.ofPlatform().stackSize(START_STACK_BYTES).start(task);
    return new Oracle(task.get());
  }

  /**
   * The largest error of any output, as a part of the largest recorded magnitude of that output.
   *
   * @param model the bytes of the model
   * @param inputNames the inputs of the original; {@code input_i.pb} feeds the i-th
   * @param data the folder of {@code input_i.pb} and {@code output_i.pb}
   */
  double error(byte[] model, List<String> inputNames, Path data) throws OrtException {
    Map<String, OnnxTensor> inputs = inputs(inputNames, data);
    byte[] fed = Overrides.withoutDefaults(model, inputs.keySet());
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(fed, options)) {
        return error(session, inputs, data);
      }
    }
  }

  private Map<String, OnnxTensor> inputs(List<String> names, Path data) throws OrtException {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Path file = data.resolve("input_" + i + ".pb");
      if (Files.exists(file)) {
        inputs.put(names.get(i), tensor(TensorFile.read(file)));
      }
    }
    return inputs;
  }

  private OnnxTensor tensor(Tensor tensor) throws OrtException {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect((int) tensor.byteSize()).order(ByteOrder.nativeOrder());
    MemorySegment.ofBuffer(bytes).copyFrom(tensor.bytes());
    long[] sizes = tensor.shape().sizes().orElseThrow();
    return switch (tensor.type()) {
      case FLOAT -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), sizes);
      case INT64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), sizes);
      case BOOL ->
          OnnxTensor.createTensor(environment, bytes, sizes, ai.onnxruntime.OnnxJavaType.BOOL);
      case FLOAT16 ->
          OnnxTensor.createTensor(environment, bytes, sizes, ai.onnxruntime.OnnxJavaType.FLOAT16);
      default -> throw new IllegalArgumentException("no input of type " + tensor.type());
    };
  }

  private static double error(OrtSession session, Map<String, OnnxTensor> inputs, Path data)
      throws OrtException {
    try (OrtSession.Result result = session.run(inputs)) {
      double worst = 0;
      int outputs = 0;
      for (var output : result) {
        Tensor recorded = TensorFile.read(data.resolve("output_" + outputs++ + ".pb"));
        worst = Math.max(worst, error(recorded, (OnnxTensor) output.getValue()));
      }
      boolean more = Files.exists(data.resolve("output_" + outputs + ".pb"));
      return more ? Double.POSITIVE_INFINITY : worst;
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static double error(Tensor recorded, OnnxTensor output) {
    Shape shape = Shape.of(output.getInfo().getShape());
    if (!shape.equals(recorded.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    MemorySegment bytes = MemorySegment.ofBuffer(output.getByteBuffer());
    return error(recorded.doubles(), Tensor.of(recorded.type(), shape, bytes).doubles());
  }

  private static double error(double[] recorded, double[] got) {
    double scale = Double.MIN_NORMAL;
    double largest = 0;
    for (int i = 0; i < recorded.length; i++) {
      if (Double.compare(recorded[i], got[i]) == 0) {
        scale = Math.max(scale, Double.isFinite(got[i]) ? Math.abs(got[i]) : 0);
        continue;
      }
      double difference = Math.abs(recorded[i] - got[i]);
      if (!Double.isFinite(difference)) {
        return Double.POSITIVE_INFINITY;
      }
      largest = Math.max(largest, difference);
      scale = Math.max(scale, Math.abs(recorded[i]));
    }
    return largest / scale;
  }

  /** The names of a model's graph inputs, in its order. */
  static List<String> inputNames(dev.repfuse.ir.Model model) {
    List<String> names = new ArrayList<>();
    model.graph().inputs().forEach(input -> names.add(input.name()));
    return names;
  }
}
