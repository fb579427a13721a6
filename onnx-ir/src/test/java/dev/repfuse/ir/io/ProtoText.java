package dev.repfuse.ir.io;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import dev.repfuse.ir.Model;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/** Writes models for tests in protobuf's text format. */
final class ProtoText {
  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .mergeVarintField(900, 7)
          .mergeLengthDelimitedField(901, ByteString.copyFromUtf8("from the future"))
          .mergeField(902, UnknownFieldSet.Field.newBuilder().addFixed32(1).addFixed64(2).build())
          .build();

  private ProtoText() {}

  /** The bytes of a {@code ModelProto}. */
  static byte[] bytes(String text) {
    return message(text).toByteArray();
  }

  static Model model(String text) {
    return ModelFile.parse(MemorySegment.ofArray(bytes(text)), "test");
  }

  static DynamicMessage message(String text) {
    DynamicMessage.Builder builder =
        DynamicMessage.newBuilder(OnnxSchemaOracle.descriptor("ModelProto"));
    try {
      TextFormat.merge(text, builder);
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(e);
    }
    return builder.build();
  }

  /** The message with unknown fields of every wire type added to it and everything in it. */
  static DynamicMessage withUnknownFields(DynamicMessage message) {
    DynamicMessage.Builder builder = message.toBuilder().setUnknownFields(UNKNOWN);
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (field.getJavaType() != JavaType.MESSAGE) {
        continue;
      }
      if (entry.getValue() instanceof List<?> elements) {
        for (int i = 0; i < elements.size(); i++) {
          builder.setRepeatedField(field, i, withUnknownFields((DynamicMessage) elements.get(i)));
        }
      } else {
        builder.setField(field, withUnknownFields((DynamicMessage) entry.getValue()));
      }
    }
    return builder.build();
  }
}
