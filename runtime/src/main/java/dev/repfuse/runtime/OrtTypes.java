package dev.repfuse.runtime;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import ai.onnxruntime.ValueInfo;
import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Translates between ONNX Runtime's description of values and the IR's. */
final class OrtTypes {
  private OrtTypes() {}

  static ElementType element(OnnxTensorType type) {
    return switch (type) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> ElementType.FLOAT;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> ElementType.DOUBLE;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> ElementType.FLOAT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> ElementType.BFLOAT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> ElementType.INT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> ElementType.INT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> ElementType.INT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> ElementType.INT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> ElementType.UINT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> ElementType.UINT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> ElementType.UINT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> ElementType.UINT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> ElementType.BOOL;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> ElementType.STRING;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FN -> ElementType.FLOAT8E4M3FN;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FNUZ -> ElementType.FLOAT8E4M3FNUZ;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2 -> ElementType.FLOAT8E5M2;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2FNUZ -> ElementType.FLOAT8E5M2FNUZ;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX64 -> ElementType.COMPLEX64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX128 -> ElementType.COMPLEX128;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED -> ElementType.UNDEFINED;
    };
  }

  static Type type(ValueInfo info) {
    return switch (info) {
      case TensorInfo tensor -> Type.tensor(element(tensor.onnxType), shape(tensor));
      case SequenceInfo sequence -> new Type.SequenceType(elementOfSequence(sequence));
      case MapInfo map -> map(map);
      default -> Type.UNKNOWN;
    };
  }

  private static Type elementOfSequence(SequenceInfo sequence) {
    return sequence.isSequenceOfMaps()
        ? map(sequence.mapInfo)
        : new Type.TensorType(element(sequence.sequenceType), Optional.empty());
  }

  private static Type map(MapInfo map) {
    return new Type.MapType(
        element(map.keyType), new Type.TensorType(element(map.valueType), Optional.empty()));
  }

  private static ElementType element(OnnxJavaType type) {
    return element(OnnxTensorType.mapFromJavaType(type));
  }

  /** A negative extent is a name if ONNX Runtime gives one, else unknown. */
  private static Shape shape(TensorInfo info) {
    long[] sizes = info.getShape();
    String[] names = info.getDimensionNames();
    List<Dim> dims = new ArrayList<>(sizes.length);
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] >= 0) {
        dims.add(Dim.of(sizes[axis]));
      } else {
        dims.add(names[axis].isEmpty() ? Dim.UNKNOWN : new Dim.Symbol(names[axis]));
      }
    }
    return new Shape(dims);
  }
}
