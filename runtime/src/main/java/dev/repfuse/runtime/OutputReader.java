package dev.repfuse.runtime;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Copies the values of one run out of ONNX Runtime's memory. */
final class OutputReader {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> unreadable = new LinkedHashMap<>();

  void read(String name, OnnxValue value) {
    try {
      switch (value) {
        case OnnxTensor tensor -> tensors.put(name, tensor(tensor));
        case OnnxSequence sequence -> readSequence(name, sequence);
        case OnnxMap map -> readMap(name, map);
        default -> unreadable.put(name, "it is neither tensor, sequence nor map");
      }
    } catch (OrtException | OrtFailure e) {
      unreadable.put(name, OrtFailure.inOneLine(e));
    }
  }

  Outputs outputs() {
    return new Outputs(tensors, unreadable);
  }

  private void readSequence(String name, OnnxSequence sequence) throws OrtException {
    List<? extends OnnxValue> elements = sequence.getValue();
    try {
      tensors.put(name + ".length", Tensor.ofLongs(Shape.of(), elements.size()));
      for (int i = 0; i < elements.size(); i++) {
        read(name + "[" + i + "]", elements.get(i));
      }
    } finally {
      OnnxValue.close(elements);
    }
  }

  private void readMap(String name, OnnxMap map) throws OrtException {
    TreeMap<Object, Object> sorted = new TreeMap<>(map.getValue());
    tensors.put(name + ".keys", column(sorted.keySet().toArray()));
    tensors.put(name + ".values", column(sorted.values().toArray()));
  }

  private static Tensor column(Object[] values) {
    Shape shape = Shape.of(values.length);
    if (values.length == 0 || values[0] instanceof String) {
      return strings(shape, values);
    }
    if (values[0] instanceof Long) {
      long[] longs = new long[values.length];
      for (int i = 0; i < longs.length; i++) {
        longs[i] = ((Number) values[i]).longValue();
      }
      return Tensor.ofLongs(shape, longs);
    }
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = ((Number) values[i]).doubleValue();
    }
    ElementType type = values[0] instanceof Float ? ElementType.FLOAT : ElementType.DOUBLE;
    return Tensor.ofDoubles(type, shape, doubles);
  }

  private static Tensor tensor(OnnxTensor tensor) throws OrtException {
    ElementType type = OrtTypes.element(tensor.getInfo().onnxType);
    Shape shape = Shape.of(tensor.getInfo().getShape());
    if (type == ElementType.STRING) {
      List<Object> strings = new ArrayList<>();
      flatten(tensor.getValue(), strings);
      return strings(shape, strings.toArray());
    }
    if (type == ElementType.UNDEFINED) {
      throw new OrtFailure("ONNX Runtime for Java does not know its element type");
    }
    return Tensor.of(type, shape, MemorySegment.ofBuffer(tensor.getByteBuffer()));
  }

  private static void flatten(Object value, List<Object> into) {
    if (value instanceof Object[] array) {
      for (Object element : array) {
        flatten(element, into);
      }
    } else {
      into.add(value);
    }
  }

  private static Tensor strings(Shape shape, Object[] values) {
    List<MemorySegment> bytes = new ArrayList<>(values.length);
    for (Object value : values) {
      bytes.add(MemorySegment.ofArray(value.toString().getBytes(StandardCharsets.UTF_8)));
    }
    return Tensor.ofStrings("", shape, bytes, Optional.empty());
  }
}
