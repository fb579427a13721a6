package dev.repfuse.ir.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedOutputStream;
import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Typed fields give the numbers that raw data would; data that fits no shape is refused. */
class TensorReaderTest {
  private static Tensor tensor(String text) {
    Model model = ProtoText.model("graph { initializer { name: 't' " + text + " } }");
    return model.graph().initializers().iterator().next().tensor().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "data_type: 1 dims: 3 float_data: 1 float_data: 2 float_data: -3|1;2;-3",
        "data_type: 2 dims: 2 int32_data: [0| 255]|0;255",
        "data_type: 3 dims: 2 int32_data: [-128| 127]|-128;127",
        "data_type: 4 dims: 1 int32_data: 65535|65535",
        "data_type: 5 dims: 1 int32_data: -32768|-32768",
        "data_type: 6 dims: 1 int32_data: -2147483648|-2147483648",
        "data_type: 7 dims: 1 int64_data: -5|-5",
        "data_type: 9 dims: 2 int32_data: [0| 1]|0;1",
        "data_type: 10 dims: 1 int32_data: 15360|1",
        "data_type: 11 dims: 1 double_data: 1e300|1e300",
        "data_type: 12 dims: 1 uint64_data: 4294967295|4294967295",
        "data_type: 13 dims: 1 uint64_data: 18446744073709551615|18446744073709551616",
        "data_type: 16 dims: 1 int32_data: 49152|-2",
      },
      delimiter = '@')
  void typedFieldsAreDecoded(String row) {
    int split = row.lastIndexOf('|');
    String[] wanted = row.substring(split + 1).split(";", -1);
    double[] numbers = new double[wanted.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Double.parseDouble(wanted[i]);
    }
    assertArrayEquals(numbers, tensor(row.substring(0, split).replace('|', ',')).doubles());
  }

  @Test
  void complexNumbersAreLaidOutAsPairs() {
    Tensor complex = tensor("data_type: 14 dims: 1 float_data: 1 float_data: 2");
    assertTrue(
        complex.bytes().mismatch(tensor("data_type: 1 dims: 2 float_data: [1, 2]").bytes()) < 0);
  }

  @Test
  void fourBitNumbersStayPacked() {
    byte[] bytes =
        tensor("data_type: 22 dims: 3 int32_data: [33, 3]").bytes().toArray(ValueLayout.JAVA_BYTE);
    assertArrayEquals(new byte[] {0x21, 0x03}, bytes);
  }

  /** A packed run and single elements of one field are one list, by the rules of protobuf. */
  @Test
  void packedAndSingleElementsMayBeMixed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeInt32(2, 1);
    out.writeInt64(1, 3);
    out.writeTag(4, 2);
    out.writeUInt32NoTag(8);
    out.writeFloatNoTag(1);
    out.writeFloatNoTag(2);
    out.writeFloat(4, 3);
    out.flush();
    TensorReader reader = new TensorReader(new ExternalFiles(java.util.Optional.empty(), "test"));
    Tensor tensor = reader.tensor(MemorySegment.ofArray(bytes.toByteArray()));
    assertArrayEquals(new double[] {1, 2, 3}, tensor.doubles());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '`',
      value = {
        "data_type: 0 dims: 1@element type 0",
        "data_type: 99 dims: 1@element type 99",
        "data_type: 1 dims: -1@dimension of -1",
        "data_type: 1 dims: 2 float_data: 1@1 values in float_data, its shape asks for 2",
        "data_type: 1 dims: 1 int64_data: 1@its data is in int64_data",
        "data_type: 1 dims: 1 raw_data: '123'@3 bytes of data, its shape [1] asks for 4",
        "data_type: 1 dims: 1 raw_data: '1234' float_data: 1@data twice",
        "data_type: 1 dims: 1 float_data: 1 int64_data: 1@both float_data and int64_data",
        "data_type: 1 dims: 4294967296 dims: 4294967296@more elements than 63 bits",
        "data_type: 11 dims: 4611686018427387904@more bytes than 63 bits",
        "data_type: 8 dims: 2 string_data: 'a'@1 strings, its shape [2] asks for 2",
        "data_type: 1 dims: 1 string_data: 'a'@holds strings",
      })
  void dataThatFitsNoShapeIsRefused(String text, String cause) {
    String message = assertThrows(ModelException.class, () -> tensor(text)).getMessage();
    assertTrue(message.startsWith("test: tensor 't' "), message);
    assertTrue(message.contains(cause), message);
  }

  /** The format does not pack these lists, so each number is a field of its own. */
  @Test
  void longListsInAttributesAreReadInLinearTime() {
    int count = 1_000_000;
    StringBuilder text = new StringBuilder("graph { node { op_type: 'TreeEnsemble' ");
    text.append("attribute { name: 'i' type: INTS ").append("ints: 3 ".repeat(count)).append("} ");
    text.append("attribute { name: 'f' type: FLOATS ").append("floats: 2 ".repeat(count));
    Model model = ProtoText.model(text.append("} } }").toString());
    Attribute ints = model.graph().firstNode().orElseThrow().attribute("i").orElseThrow();
    Attribute floats = model.graph().firstNode().orElseThrow().attribute("f").orElseThrow();
    assertEquals(count, ((Attribute.IntValues) ints.content()).values().length);
    float[] values = ((Attribute.FloatValues) floats.content()).values();
    assertEquals(2f, values[count - 1]);
  }
}
