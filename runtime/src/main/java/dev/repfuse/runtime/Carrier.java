package dev.repfuse.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** One tensor in ONNX Runtime's own memory, with whatever must live as long as it does. */
final class Carrier implements AutoCloseable {
  private final OnnxTensor tensor;
  private final AutoCloseable owner;

  private Carrier(OnnxTensor tensor, AutoCloseable owner) {
    this.tensor = tensor;
    this.owner = owner;
  }

  OnnxTensor tensor() {
    return tensor;
  }

  static boolean canCarry(ElementType type) {
    return type == ElementType.STRING || javaType(type).isPresent() || isMadeByModel(type);
  }

  /** The types that ONNX Runtime for Java takes from a buffer. */
  private static Optional<OnnxJavaType> javaType(ElementType type) {
    return switch (type) {
      case FLOAT -> Optional.of(OnnxJavaType.FLOAT);
      case DOUBLE -> Optional.of(OnnxJavaType.DOUBLE);
      case FLOAT16 -> Optional.of(OnnxJavaType.FLOAT16);
      case BFLOAT16 -> Optional.of(OnnxJavaType.BFLOAT16);
      case INT8 -> Optional.of(OnnxJavaType.INT8);
      case INT16 -> Optional.of(OnnxJavaType.INT16);
      case INT32 -> Optional.of(OnnxJavaType.INT32);
      case INT64 -> Optional.of(OnnxJavaType.INT64);
      case UINT8 -> Optional.of(OnnxJavaType.UINT8);
      case BOOL -> Optional.of(OnnxJavaType.BOOL);
      default -> Optional.empty();
    };
  }

  /** The types that its Java side cannot make, but a model that returns a constant can. */
  private static boolean isMadeByModel(ElementType type) {
    return switch (type) {
      case UINT16, UINT32, UINT64 -> true;
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> true;
      default -> false;
    };
  }

  /**
   * Copies a tensor over.
   *
   * @throws OrtFailure if its element type cannot be fed
   */
  static Carrier of(Tensor tensor) {
    ElementType type = tensor.type();
    try {
      if (type == ElementType.STRING) {
        return ofStrings(tensor);
      }
      Optional<OnnxJavaType> javaType = javaType(type);
      if (javaType.isPresent()) {
        return ofBuffer(tensor, javaType.get());
      }
      if (isMadeByModel(type)) {
        return ofModel(tensor);
      }
    } catch (OrtException e) {
      throw new OrtFailure("a tensor " + tensor + " cannot be fed", e);
    }
    throw new OrtFailure("ONNX Runtime for Java cannot be fed tensors of type " + type.keyword());
  }

  private static Carrier ofBuffer(Tensor tensor, OnnxJavaType type) throws OrtException {
    int size = Math.toIntExact(tensor.byteSize());
    ByteBuffer buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    MemorySegment.ofBuffer(buffer).copyFrom(tensor.bytes());
    OnnxTensor made =
        OnnxTensor.createTensor(OrtRuntime.environment(), buffer, sizes(tensor), type);
    return new Carrier(made, () -> {});
  }

  private static Carrier ofStrings(Tensor tensor) throws OrtException {
    String[] strings =
        tensor.strings().stream()
            .map(s -> new String(s.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8))
            .toArray(String[]::new);
    OnnxTensor made = OnnxTensor.createTensor(OrtRuntime.environment(), strings, sizes(tensor));
    return new Carrier(made, () -> {});
  }

  private static Carrier ofModel(Tensor tensor) throws OrtException {
    byte[] model = ConstantModel.returning("constant", tensor);
    OrtSession session;
    try (SessionOptions options = OrtRuntime.options(Optimization.NONE, 1)) {
      session = OrtRuntime.environment().createSession(model, options);
    }
    try {
      OrtSession.Result result = session.run(Map.of());
      return new Carrier((OnnxTensor) result.get(0), session);
    } catch (OrtException e) {
      session.close();
      throw e;
    }
  }

  private static long[] sizes(Tensor tensor) {
    return tensor.shape().sizes().orElseThrow();
  }

  @Override
  public void close() {
    tensor.close();
    try {
      owner.close();
    } catch (Exception e) {
      throw new OrtFailure("a tensor cannot be released", e);
    }
  }
}
