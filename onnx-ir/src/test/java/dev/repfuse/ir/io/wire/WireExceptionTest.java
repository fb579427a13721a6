package dev.repfuse.ir.io.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Malformed bytes: every violation of the format is named, with its offset, and nothing hangs. */
class WireExceptionTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          08,                                  the data ends where a number is expected (byte offset 1)
          08 80,                               the data ends inside a number (byte offset 2)
          80,                                  the data ends inside a number (byte offset 1)
          08 01 08 ffffffffffffffffffff01,     a number is longer than 10 bytes (byte offset 3)
          ffffffffffffffffffff01,              a number is longer than 10 bytes (byte offset 0)
          00 00,                               field number 0 does not exist (byte offset 0)
          08 01 02 00,                         field number 0 does not exist (byte offset 2)
          80 80 80 80 10 00,                   field number 536870912 does not exist (byte offset 0)
          f8 ff ff ff ff ff ff ff ff 01 00,    field number 2305843009213693951 does not exist (byte offset 0)
          0e 00,                               "field 1 has wire type 6, which does not exist (byte offset 0)"
          08 01 3f 00,                         "field 7 has wire type 7, which does not exist (byte offset 2)"
          0d 01 02 03,                         "field 1 claims 4 bytes, but the data ends after 3 (byte offset 0)"
          09 01 02 03 04,                      "field 1 claims 8 bytes, but the data ends after 4 (byte offset 0)"
          0a,                                  the data ends where a number is expected (byte offset 1)
          0a 02 61,                            "field 1 claims 2 bytes, but the data ends after 1 (byte offset 0)"
          08 01 0a ffffffff07 61 62,           "field 1 claims 2147483647 bytes, but the data ends after 2 (byte offset 2)"
          0a 808080808020 61,                  "field 1 claims 1099511627776 bytes, but the data ends after 1 (byte offset 0)"
          0a ffffffffffffffff7f,               "field 1 claims 9223372036854775807 bytes, but the data ends after 0 (byte offset 0)"
          0a ffffffffffffffffff01 61,          field 1 claims a negative length (byte offset 0)
          08 01 13 08 01,                      the group in field 2 is not closed (byte offset 2)
          13,                                  the group in field 2 is not closed (byte offset 0)
          13 1c,                               the group in field 2 is closed as field 3 (byte offset 1)
          13 1b 14 1c,                         the group in field 3 is closed as field 2 (byte offset 2)
          08 01 14,                            field 2 ends a group that was not started (byte offset 2)
          13 0e 14,                            "field 1 has wire type 6, which does not exist (byte offset 1)"
          13 0a 05 61 14,                      "field 1 claims 5 bytes, but the data ends after 2 (byte offset 0)"
          """)
  void namesWhatIsWrong(String hex, String message) {
    assertEquals(message, failure(bytes(hex), reader -> {}));
  }

  @Test
  void everyTruncationOfAMessageIsFoundOrIsAMessage() {
    byte[] whole = bytes("08 96 01 15 01020304 19 0102030405060708 22 02 68 69 2b 30 01 2c 3a 00");
    int readable = 0;
    for (int length = 0; length < whole.length; length++) {
      WireReader reader = WireReader.of(MemorySegment.ofArray(whole).asSlice(0, length));
      try {
        while (reader.next()) {
          assertTrue(reader.rawField().byteSize() > 0);
        }
        readable++;
      } catch (WireException e) {
        assertTrue(e.getMessage().contains("byte offset"), e.getMessage());
      }
    }
    assertEquals(6, readable, "only cuts between two fields can be read");
  }

  @Test
  void aNestedMessageEndsWhereItsLengthSays() {
    byte[] bytes = bytes("0a 03 12 05 61" + "12 05 61 62 63 64 65");
    assertEquals(
        "field 2 claims 5 bytes, but the data ends after 1 (byte offset 2)",
        failure(
            bytes,
            reader -> {
              if (reader.field() == 1) {
                reader.message().next();
              }
            }));
  }

  @Test
  void saysWhichWireTypeWasExpected() {
    String found = "field 3 should be %s but is %s (byte offset 0)";
    byte[] number = bytes("18 01");
    assertEquals(found.formatted("LEN", "VARINT"), failure(number, WireReader::bytes));
    assertEquals(found.formatted("LEN", "VARINT"), failure(number, WireReader::message));
    assertEquals(found.formatted("LEN", "VARINT"), failure(number, WireReader::utf8));
    assertEquals(found.formatted("FIXED32", "VARINT"), failure(number, WireReader::fixed32));
    assertEquals(found.formatted("FIXED64", "VARINT"), failure(number, WireReader::fixed64));
    assertEquals(found.formatted("LEN", "VARINT"), failure(number, r -> r.fixed32s(v -> {})));
    assertEquals(found.formatted("LEN", "VARINT"), failure(number, r -> r.fixed64s(v -> {})));
    byte[] text = bytes("1a 00");
    assertEquals(found.formatted("VARINT", "LEN"), failure(text, WireReader::varint));
    byte[] group = bytes("1b 1c");
    assertEquals(found.formatted("LEN", "START_GROUP"), failure(group, r -> r.varints(v -> {})));
  }

  @Test
  void packedListsHoldWholeNumbers() {
    assertEquals(
        "packed field 1 has 5 bytes, not a multiple of 4 (byte offset 0)",
        failure(bytes("0a 05 00 00 00 00 00"), reader -> reader.fixed32s(v -> {})));
    assertEquals(
        "packed field 1 has 4 bytes, not a multiple of 8 (byte offset 0)",
        failure(bytes("0a 04 00 00 00 00"), reader -> reader.fixed64s(v -> {})));
    assertEquals(
        "the data ends inside a number (byte offset 4)",
        failure(bytes("0a 02 01 80" + "08 01"), reader -> reader.varints(v -> {})));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"ff", "c3", "c3 28", "c0 80", "ed a0 80", "f5 80 80 80", "61 80", "ef bf bd ff"})
  void stringsAreStrictUtf8(String hex) {
    MemorySegment payload = MemorySegment.ofArray(bytes(hex));
    byte[] message = new WireWriter().bytes(8, payload).toByteArray();
    assertEquals(
        "the name or string in field 8 is not valid UTF-8 (byte offset 0)",
        failure(message, WireReader::utf8));
  }

  @Test
  void groupsMayNestToABound() {
    assertTrue(groups(WireReader.MAX_DEPTH).next());
    WireException tooDeep =
        assertThrows(WireException.class, groups(WireReader.MAX_DEPTH + 1)::next);
    assertEquals("groups are nested more than 1000 deep (byte offset 0)", tooDeep.getMessage());
    assertThrows(WireException.class, groups(100_000)::next);
  }

  @Test
  void messagesMayNestToABound() {
    assertEquals(WireReader.MAX_DEPTH, deepest(nested(WireReader.MAX_DEPTH)));
    WireException tooDeep =
        assertThrows(WireException.class, () -> deepest(nested(WireReader.MAX_DEPTH + 1)));
    assertTrue(
        tooDeep.getMessage().startsWith("messages are nested more than 1000 deep"),
        tooDeep.getMessage());
  }

  private static WireReader groups(int depth) {
    byte[] bytes = new byte[2 * depth];
    for (int i = 0; i < depth; i++) {
      bytes[i] = 0x0b;
      bytes[depth + i] = 0x0c;
    }
    return WireReader.of(MemorySegment.ofArray(bytes));
  }

  private static WireWriter nested(int depth) {
    WireWriter message = new WireWriter();
    for (int i = 0; i < depth; i++) {
      message = new WireWriter().message(1, message);
    }
    return message;
  }

  private static int deepest(WireWriter message) {
    WireReader reader = WireReader.of(MemorySegment.ofArray(message.toByteArray()));
    while (reader.next()) {
      reader = reader.message();
    }
    return reader.depth();
  }

  /** The message of the exception that comes when each field is stepped to and then looked at. */
  private static String failure(byte[] bytes, Consumer<WireReader> look) {
    WireReader reader = WireReader.of(MemorySegment.ofArray(bytes));
    WireException failure =
        assertThrows(
            WireException.class,
            () -> {
              while (reader.next()) {
                look.accept(reader);
              }
            });
    return failure.getMessage();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
