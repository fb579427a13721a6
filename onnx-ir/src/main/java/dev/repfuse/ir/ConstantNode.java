package dev.repfuse.ir;

import java.util.List;
import java.util.Optional;

/** Reads the tensor of a Constant node, in whichever attribute it stands. */
public final class ConstantNode {
  private ConstantNode() {}

  /** The tensor; nothing for a sparse one, or where the function's caller gives it. */
  public static Optional<Tensor> tensor(Node constant) {
    return constant.attributes().size() == 1
        ? tensor(constant.attributes().getFirst())
        : Optional.empty();
  }

  private static Optional<Tensor> tensor(Attribute attribute) {
    return switch (attribute.content()) {
      case Attribute.TensorValue(Tensor tensor) -> Optional.of(tensor);
      case Attribute.FloatValue(float value) -> Optional.of(Tensor.ofFloats(Shape.of(), value));
      case Attribute.IntValue(long value) -> Optional.of(Tensor.ofLongs(Shape.of(), value));
      case Attribute.FloatValues(float[] values) ->
          Optional.of(Tensor.ofFloats(Shape.of(values.length), values));
      case Attribute.IntValues(long[] values) ->
          Optional.of(Tensor.ofLongs(Shape.of(values.length), values));
      case Attribute.StringValue value ->
          Optional.of(Tensor.ofStrings("", Shape.of(), List.of(value.bytes()), Optional.empty()));
      case Attribute.StringValues(List<Attribute.StringValue> values) ->
          Optional.of(
              Tensor.ofStrings(
                  "",
                  Shape.of(values.size()),
                  values.stream().map(Attribute.StringValue::bytes).toList(),
                  Optional.empty()));
      default -> Optional.empty();
    };
  }
}
