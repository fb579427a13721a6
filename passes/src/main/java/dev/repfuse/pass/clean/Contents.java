package dev.repfuse.pass.clean;

import dev.repfuse.ir.Attribute;
import java.util.Arrays;

/** Hashes attribute contents in step with {@link Attribute#sameContent}. */
final class Contents {
  private Contents() {}

  /** Equal for equal contents; tensors count by type and shape alone. */
  static int hash(Attribute.Content content) {
    return switch (content) {
      case Attribute.IntValue(long value) -> Long.hashCode(value);
      case Attribute.FloatValue(float value) -> Float.floatToRawIntBits(value);
      case Attribute.StringValue value -> value.text().hashCode();
      case Attribute.IntValues(long[] values) -> Arrays.hashCode(values);
      case Attribute.FloatValues(float[] values) -> Arrays.hashCode(values);
      case Attribute.TensorValue(var tensor) ->
          31 * tensor.type().hashCode() + tensor.shape().hashCode();
      default -> content.getClass().getName().hashCode();
    };
  }
}
