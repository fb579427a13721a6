package dev.repfuse.testkit;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.ModelFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Says what ONNX Runtime, optimizing nothing, computes; it shares no code with the product's. */
public final class Oracle {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  /** The length that a symbolic axis gets, unless it is the first one. */
  private static final long LENGTH = 7;

  private Oracle() {}

  /**
   * The largest difference of two models' outputs on the same random inputs, as a part of the
   * largest magnitude of the first one's.
   *
   * @throws IllegalStateException if ONNX Runtime refuses one of them
   */
  public static double difference(Model a, Model b, long seed) {
    try (OrtSession first = session(a);
        OrtSession second = session(b)) {
      Map<String, OnnxTensor> inputs = inputs(first, seed);
      try (OrtSession.Result left = first.run(inputs);
          OrtSession.Result right = second.run(inputs)) {
        double worst = 0;
        for (Map.Entry<String, OnnxValue> output : left) {
          OnnxTensor other = (OnnxTensor) right.get(output.getKey()).orElseThrow();
          worst = Math.max(worst, difference((OnnxTensor) output.getValue(), other));
        }
        return worst;
      } finally {
        inputs.values().forEach(OnnxTensor::close);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }

  /**
   * The outputs of a model without inputs.
   *
   * @throws IllegalStateException if ONNX Runtime refuses it
   */
  public static Map<String, Tensor> constants(Model model) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (OrtSession session = session(model);
        OrtSession.Result results = session.run(Map.of())) {
      for (Map.Entry<String, OnnxValue> output : results) {
        OnnxTensor value = (OnnxTensor) output.getValue();
        ElementType type = ElementType.valueOf(value.getInfo().type.name());
        byte[] bytes = new byte[value.getByteBuffer().remaining()];
        value.getByteBuffer().get(bytes);
        tensors.put(
            output.getKey(),
            Tensor.of(type, Shape.of(value.getInfo().getShape()), MemorySegment.ofArray(bytes)));
      }
      return tensors;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }

  private static OrtSession session(Model model) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
    options.setIntraOpNumThreads(1);
    return ENVIRONMENT.createSession(ModelFile.toBytes(model), options);
  }

  private static Map<String, OnnxTensor> inputs(OrtSession session, long seed) throws OrtException {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
      TensorInfo info = (TensorInfo) input.getValue().getInfo();
      long[] shape = info.getShape().clone();
      int count = 1;
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = shape[axis] >= 0 ? shape[axis] : axis == 0 ? 1 : LENGTH;
        count = Math.toIntExact(count * shape[axis]);
      }
      inputs.put(input.getKey(), tensor(info.type, shape, count, random));
    }
    return inputs;
  }

  private static OnnxTensor tensor(
      OnnxJavaType type, long[] shape, int count, SplittableRandom random) throws OrtException {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.max(1, count * type.size)).order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      double value = random.nextGaussian();
      switch (type) {
        case FLOAT -> bytes.putFloat((float) value);
        case DOUBLE -> bytes.putDouble(value);
        case FLOAT16 -> bytes.putShort(Float.floatToFloat16((float) value));
        case INT64 -> bytes.putLong(random.nextInt(5));
        case INT32 -> bytes.putInt(random.nextInt(5));
        case BOOL, UINT8, INT8 -> bytes.put((byte) random.nextInt(2));
        default -> throw new IllegalArgumentException("no random numbers of type " + type);
      }
    }
    bytes.flip();
    return OnnxTensor.createTensor(ENVIRONMENT, bytes, shape, type);
  }

  private static double difference(OnnxTensor a, OnnxTensor b) {
    double[] left = numbers(a);
    double[] right = numbers(b);
    if (left.length != right.length) {
      return Double.POSITIVE_INFINITY;
    }
    double scale = Double.MIN_NORMAL;
    double worst = 0;
    for (int i = 0; i < left.length; i++) {
      boolean bothNaN = Double.isNaN(left[i]) && Double.isNaN(right[i]);
      if (left[i] != right[i] && !bothNaN) {
        double distance = Math.abs(left[i] - right[i]);
        worst = Math.max(worst, Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance);
      }
      scale = Math.max(scale, Double.isFinite(left[i]) ? Math.abs(left[i]) : 0);
    }
    return worst / scale;
  }

  private static double[] numbers(OnnxTensor tensor) {
    ByteBuffer bytes = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
    OnnxJavaType type = tensor.getInfo().type;
    double[] numbers = new double[bytes.remaining() / type.size];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (type) {
            case FLOAT -> bytes.getFloat();
            case DOUBLE -> bytes.getDouble();
            case FLOAT16 -> Float.float16ToFloat(bytes.getShort());
            case INT64 -> bytes.getLong();
            case INT32 -> bytes.getInt();
            case BOOL, UINT8, INT8 -> bytes.get();
            default -> throw new IllegalArgumentException("cannot compare type " + type);
          };
    }
    return numbers;
  }
}
