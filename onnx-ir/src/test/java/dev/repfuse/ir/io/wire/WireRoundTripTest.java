package dev.repfuse.ir.io.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.repfuse.ir.io.OnnxSchemaOracle;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of protobuf-java, read field by field and written again, come out byte for byte. */
class WireRoundTripTest {
  private static final int SEEDS = 5;
  private static final int DEPTH = 4;

  @ParameterizedTest
  @MethodSource("dev.repfuse.ir.io.OnnxSchemaOracle#messageNames")
  void rewritesWhatProtobufJavaWrote(String name) {
    Descriptor type = OnnxSchemaOracle.descriptor(name);
    for (int seed = 0; seed < SEEDS; seed++) {
      DynamicMessage message = OnnxSchemaOracle.random(name, seed, DEPTH);
      byte[] bytes = message.toByteArray();
      WireReader reader = WireReader.of(MemorySegment.ofArray(bytes).asReadOnly());
      assertArrayEquals(bytes, rewrite(reader, type).toByteArray(), name + ", seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.repfuse.ir.io.OnnxSchemaOracle#messageNames")
  void keepsFieldsVerbatim(String name) {
    byte[] bytes = OnnxSchemaOracle.random(name, 11, 2).toByteArray();
    WireReader reader = WireReader.of(MemorySegment.ofArray(bytes));
    WireWriter writer = new WireWriter();
    while (reader.next()) {
      writer.raw(reader.rawField());
    }
    assertArrayEquals(bytes, writer.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("dev.repfuse.ir.io.OnnxSchemaOracle#messageNames")
  void readsTheValuesThatProtobufJavaReads(String name) {
    DynamicMessage message = OnnxSchemaOracle.random(name, 23, 2);
    WireReader reader = WireReader.of(MemorySegment.ofArray(message.toByteArray()));
    assertSameValues(message, reader);
  }

  /** Decodes every known field by its type and encodes the value again; copies unknown fields. */
  private static WireWriter rewrite(WireReader reader, Descriptor type) {
    WireWriter writer = new WireWriter();
    while (reader.next()) {
      FieldDescriptor field = type.findFieldByNumber(reader.field());
      if (field == null) {
        writer.raw(reader.rawField());
      } else if (field.isPacked()) {
        rewritePacked(reader, field, writer);
      } else {
        rewriteSingle(reader, field, writer);
      }
    }
    return writer;
  }

  private static void rewriteSingle(WireReader reader, FieldDescriptor field, WireWriter writer) {
    int number = field.getNumber();
    switch (field.getJavaType()) {
      case INT, LONG, BOOLEAN, ENUM -> writer.varint(number, reader.varint());
      case FLOAT -> writer.fixed32(number, reader.fixed32());
      case DOUBLE -> writer.fixed64(number, reader.fixed64());
      case STRING -> writer.utf8(number, reader.utf8());
      case BYTE_STRING -> writer.bytes(number, reader.bytes());
      case MESSAGE -> writer.message(number, rewrite(reader.message(), field.getMessageType()));
    }
  }

  private static void rewritePacked(WireReader reader, FieldDescriptor field, WireWriter writer) {
    int number = field.getNumber();
    LongStream.Builder values = LongStream.builder();
    switch (field.getJavaType()) {
      case FLOAT -> {
        reader.fixed32s(values::add);
        int[] floats = values.build().mapToInt(value -> (int) value).toArray();
        writer.packedFixed32(number, floats);
      }
      case DOUBLE -> {
        reader.fixed64s(values::add);
        writer.packedFixed64(number, values.build().toArray());
      }
      default -> {
        reader.varints(values::add);
        writer.packedVarints(number, values.build().toArray());
      }
    }
  }

  private static void assertSameValues(DynamicMessage message, WireReader reader) {
    int[] seen = new int[32];
    while (reader.next()) {
      FieldDescriptor field = message.getDescriptorForType().findFieldByNumber(reader.field());
      if (field != null && !field.isPacked()) {
        int index = seen[field.getNumber()]++;
        Object expected =
            field.isRepeated() ? message.getRepeatedField(field, index) : message.getField(field);
        assertSameValue(expected, field, reader);
      }
    }
  }

  private static void assertSameValue(Object expected, FieldDescriptor field, WireReader reader) {
    String name = field.getFullName();
    switch (field.getJavaType()) {
      case INT -> assertEquals(expected, (int) reader.varint(), name);
      case LONG -> assertEquals(expected, reader.varint(), name);
      case BOOLEAN -> assertEquals(expected, reader.varint() != 0, name);
      case ENUM ->
          assertEquals(
              expected, field.getEnumType().findValueByNumber((int) reader.varint()), name);
      case FLOAT -> assertEquals(expected, Float.intBitsToFloat(reader.fixed32()), name);
      case DOUBLE -> assertEquals(expected, Double.longBitsToDouble(reader.fixed64()), name);
      case STRING -> assertEquals(expected, reader.utf8(), name);
      case BYTE_STRING ->
          assertEquals(
              expected,
              ByteString.copyFrom(reader.bytes().asByteBuffer().order(ByteOrder.LITTLE_ENDIAN)),
              name);
      case MESSAGE -> assertSameValues((DynamicMessage) expected, reader.message());
    }
  }
}
