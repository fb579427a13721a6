package dev.repfuse.ir.io;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.SplittableRandom;

/** Fills messages of any type with random content that leans on the limits of each type. */
final class RandomMessages {
  private static final int FIRST_UNKNOWN_FIELD = 1000;
  private static final int MOST_ELEMENTS = 3;
  private static final long[] LIMITS = {
    0, 1, -1, 127, 128, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
  };
  private static final List<String> TEXTS =
      List.of("", "x", "conv1.weight", "Größe", "重み", "\uD83D\uDE00", "\uFFFD", "a\u0000b");

  private final SplittableRandom random;

  RandomMessages(long seed) {
    this.random = new SplittableRandom(seed);
  }

  DynamicMessage of(Descriptor type, int depth) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      if (isWanted(field, depth)) {
        fill(message, field, depth);
      }
    }
    for (OneofDescriptor oneof : type.getRealOneofs()) {
      List<FieldDescriptor> choices =
          oneof.getFields().stream().filter(field -> depth > 0 || !isMessage(field)).toList();
      if (!choices.isEmpty()) {
        fill(message, choices.get(random.nextInt(choices.size())), depth);
      }
    }
    return message.setUnknownFields(unknownFields()).build();
  }

  private static boolean isWanted(FieldDescriptor field, int depth) {
    return field.getRealContainingOneof() == null && (depth > 0 || !isMessage(field));
  }

  private static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE;
  }

  private void fill(DynamicMessage.Builder message, FieldDescriptor field, int depth) {
    if (!field.isRepeated()) {
      message.setField(field, value(field, depth));
      return;
    }
    int elements = isMessage(field) ? 1 : random.nextInt(1, MOST_ELEMENTS + 1);
    for (int i = 0; i < elements; i++) {
      message.addRepeatedField(field, value(field, depth));
    }
  }

  private Object value(FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> (int) number();
      case LONG -> number();
      case FLOAT -> Float.intBitsToFloat((int) number());
      case DOUBLE -> Double.longBitsToDouble(number());
      case BOOLEAN -> random.nextBoolean();
      case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
      case BYTE_STRING -> bytes();
      case ENUM -> enumValue(field);
      case MESSAGE -> of(field.getMessageType(), depth - 1);
    };
  }

  private long number() {
    return random.nextBoolean() ? LIMITS[random.nextInt(LIMITS.length)] : random.nextLong();
  }

  private EnumValueDescriptor enumValue(FieldDescriptor field) {
    List<EnumValueDescriptor> values = field.getEnumType().getValues();
    return values.get(random.nextInt(values.size()));
  }

  private ByteString bytes() {
    byte[] bytes = new byte[random.nextInt(20) == 0 ? 10_000 : random.nextInt(40)];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private UnknownFieldSet unknownFields() {
    UnknownFieldSet group =
        UnknownFieldSet.newBuilder()
            .addField(1, UnknownFieldSet.Field.newBuilder().addVarint(number()).build())
            .build();
    UnknownFieldSet.Field ofEveryWireType =
        UnknownFieldSet.Field.newBuilder()
            .addVarint(number())
            .addFixed32((int) number())
            .addFixed64(number())
            .addLengthDelimited(bytes())
            .addGroup(group)
            .build();
    return UnknownFieldSet.newBuilder()
        .addField(FIRST_UNKNOWN_FIELD + random.nextInt(1 << 20), ofEveryWireType)
        .build();
  }
}
