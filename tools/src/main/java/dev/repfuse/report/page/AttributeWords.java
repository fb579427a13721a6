package dev.repfuse.report.page;

import dev.repfuse.ir.Attribute;
import java.util.Arrays;

/** Attributes as people read them. */
final class AttributeWords {
  private static final int LONGEST = 80;

  private AttributeWords() {}

  /** {@code pads = [1, 1, 1, 1]}, cut where it is long. */
  static String of(Attribute attribute) {
    return attribute.name() + " = " + Label.start(content(attribute.content()), LONGEST);
  }

  private static String content(Attribute.Content content) {
    return switch (content) {
      case Attribute.FloatValue(float value) -> Float.toString(value);
      case Attribute.IntValue(long value) -> Long.toString(value);
      case Attribute.StringValue value -> "'" + value.text() + "'";
      case Attribute.IntValues(long[] values) -> Arrays.toString(values);
      case Attribute.FloatValues(float[] values) -> Arrays.toString(values);
      case Attribute.StringValues values ->
          values.values().stream().map(Attribute.StringValue::text).toList().toString();
      case Attribute.TensorValue(var tensor) -> tensor.type().keyword() + tensor.shape();
      case Attribute.Reference reference -> "@" + reference.attribute();
      case Attribute.GraphValue _, Attribute.GraphValues _ -> "a graph of its own";
      default -> "…";
    };
  }
}
