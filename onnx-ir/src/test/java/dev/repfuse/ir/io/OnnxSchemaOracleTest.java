package dev.repfuse.ir.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle itself: names resolve, random messages are full and repeatable. */
class OnnxSchemaOracleTest {
  @Test
  void knowsNestedMessagesEnumsAndOneofs() {
    FieldDescriptor segment = OnnxSchemaOracle.descriptor("TensorProto").findFieldByName("segment");
    assertEquals(OnnxSchemaOracle.descriptor("TensorProto.Segment"), segment.getMessageType());
    FieldDescriptor type = OnnxSchemaOracle.descriptor("AttributeProto").findFieldByName("type");
    assertEquals(14, type.getEnumType().findValueByName("TYPE_PROTOS").getNumber());
    FieldDescriptor dim =
        OnnxSchemaOracle.descriptor("TensorShapeProto.Dimension").findFieldByName("dim_param");
    assertEquals("value", dim.getRealContainingOneof().getName());
  }

  @Test
  void packsWhereTheFormatSaysSo() {
    assertTrue(OnnxSchemaOracle.descriptor("TensorProto").findFieldByName("float_data").isPacked());
    assertFalse(OnnxSchemaOracle.descriptor("TensorProto").findFieldByName("dims").isPacked());
  }

  @Test
  void rejectsUnknownNames() {
    assertThrows(
        IllegalArgumentException.class, () -> OnnxSchemaOracle.descriptor("TensorProto.Nothing"));
  }

  @ParameterizedTest
  @MethodSource("dev.repfuse.ir.io.OnnxSchemaOracle#messageNames")
  void fillsEveryFieldOutsideOneofsRepeatably(String name) throws InvalidProtocolBufferException {
    DynamicMessage message = OnnxSchemaOracle.random(name, 1, 2);
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        assertTrue(message.getRepeatedFieldCount(field) > 0, field.getFullName());
      } else if (field.getRealContainingOneof() == null) {
        assertTrue(message.hasField(field), field.getFullName());
      }
    }
    assertFalse(message.getUnknownFields().asMap().isEmpty());
    assertEquals(message.toByteString(), OnnxSchemaOracle.random(name, 1, 2).toByteString());
    DynamicMessage parsed =
        DynamicMessage.parseFrom(message.getDescriptorForType(), message.toByteString());
    assertEquals(message.toByteString(), parsed.toByteString());
  }
}
