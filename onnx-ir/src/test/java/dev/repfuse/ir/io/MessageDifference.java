package dev.repfuse.ir.io;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the first place where two encoded models differ as messages, by protobuf-java's opinion.
 */
final class MessageDifference {
  private static final int SHOWN = 200;

  private MessageDifference() {}

  /** Empty if both hold the same fields, unknown ones and explicit defaults included. */
  static Optional<String> between(byte[] expected, byte[] actual) {
    return between("model", model(expected), model(actual));
  }

  static DynamicMessage model(byte[] bytes) {
    try {
      return DynamicMessage.parseFrom(OnnxSchemaOracle.descriptor("ModelProto"), bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Optional<String> between(String path, DynamicMessage a, DynamicMessage b) {
    if (a.equals(b)) {
      return Optional.empty();
    }
    Map<FieldDescriptor, Object> left = a.getAllFields();
    Map<FieldDescriptor, Object> right = b.getAllFields();
    Set<FieldDescriptor> fields = new TreeSet<>(left.keySet());
    fields.addAll(right.keySet());
    for (FieldDescriptor field : fields) {
      Optional<String> found =
          between(path + "." + field.getName(), left.get(field), right.get(field));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.of(
        path + ": unknown fields " + a.getUnknownFields() + " became " + b.getUnknownFields());
  }

  private static Optional<String> between(
      String path,
      @org.jspecify.annotations.Nullable Object a,
      @org.jspecify.annotations.Nullable Object b) {
    if (a == null || b == null) {
      return Optional.of(path + ": " + shown(a) + " became " + shown(b));
    }
    if (a instanceof DynamicMessage left && b instanceof DynamicMessage right) {
      return between(path, left, right);
    }
    if (a instanceof List<?> left && b instanceof List<?> right) {
      for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
        Optional<String> found = between(path + "[" + i + "]", left.get(i), right.get(i));
        if (found.isPresent()) {
          return found;
        }
      }
      return left.size() == right.size()
          ? Optional.empty()
          : Optional.of(path + ": " + left.size() + " became " + right.size());
    }
    return a.equals(b)
        ? Optional.empty()
        : Optional.of(path + ": " + shown(a) + " became " + shown(b));
  }

  private static String shown(@org.jspecify.annotations.Nullable Object value) {
    String text = value == null ? "absent" : value.toString().strip();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}
