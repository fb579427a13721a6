package dev.repfuse.pass.clean;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import java.util.List;
import java.util.Optional;

/** Turns Constant nodes into initializers of the same name. */
public final class ConstantToInitializer implements Rewrite {
  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.is(anchor, "Constant")
        || anchor.result().isEmpty()
        || anchor.attributes().size() != 1) {
      return Outcome.NOT_MINE;
    }
    Result result = anchor.result().get();
    Optional<Tensor> constant = tensor(anchor.attributes().getFirst());
    if (constant.isEmpty()) {
      return Outcome.NOT_MINE;
    }
    return result.uses().stream().anyMatch(Use.ByReference.class::isInstance)
        ? Outcome.declined(Reason.WEIGHT_REFERENCED)
        : Outcome.replace(new Edit.ToConstant(result, constant.get()), anchor);
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

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
