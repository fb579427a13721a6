package dev.repfuse.ir.io.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Writing fields: the exact bytes, whichever way they are taken out. */
class WireWriterTest {
  @Test
  void writesEveryKindOfField() throws IOException {
    assertWrites("089601", new WireWriter().varint(1, 150));
    assertWrites("1501020304", new WireWriter().fixed32(2, 0x04030201));
    assertWrites("190102030405060788", new WireWriter().fixed64(3, 0x8807060504030201L));
    assertWrites("22026869", new WireWriter().utf8(4, "hi"));
    assertWrites("2a0101", new WireWriter().bytes(5, MemorySegment.ofArray(new byte[] {1})));
    assertWrites("32020801", new WireWriter().message(6, new WireWriter().varint(1, 1)));
    assertWrites("3203" + "012c04", new WireWriter().packedVarints(6, 1, 44, 4));
    assertWrites("3204" + "01000080", new WireWriter().packedFixed32(6, 0x80000001));
    assertWrites(
        "3208" + "0100000000000080", new WireWriter().packedFixed64(6, Long.MIN_VALUE | 1));
    assertWrites("3200", new WireWriter().packedVarints(6));
    assertWrites("0801", new WireWriter().raw(MemorySegment.ofArray(new byte[] {8, 1})));
    assertWrites("", new WireWriter());
  }

  @Test
  void writesNegativeNumbersInTenBytes() throws IOException {
    assertWrites("08ffffffffffffffffff01", new WireWriter().varint(1, -1));
    assertWrites("08feffffffffffffffff01", new WireWriter().varint(1, -2));
    assertWrites(
        "0a0b" + "7f80808080808080808001", // 127 and the smallest long
        new WireWriter().packedVarints(1, 127, Long.MIN_VALUE));
  }

  @Test
  void writesLargeFieldNumbers() throws IOException {
    assertWrites("f8ffffff0f01", new WireWriter().varint((1 << 29) - 1, 1));
  }

  @Test
  void nestsLargeMessagesInAnyMixture() throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    WireWriter graph = new WireWriter();
    try (Arena arena = Arena.ofConfined()) {
      for (int size : new int[] {0, 1, 4095, 4096, 65_535, 65_536, 3_000_000}) {
        byte[] payload = new byte[size];
        Arrays.fill(payload, (byte) (size + 7));
        MemorySegment stored =
            size % 2 == 0 ? arena.allocate(size) : MemorySegment.ofArray(payload);
        stored.copyFrom(MemorySegment.ofArray(payload));
        WireWriter tensor = new WireWriter().utf8(8, "w" + size).bytes(9, stored);
        graph.message(5, tensor).utf8(2, "between");

        byte[] tensorBytes =
            concat(header("42", 1 + digits(size)), ("w" + size).getBytes(StandardCharsets.UTF_8));
        tensorBytes = concat(tensorBytes, header("4a", size), payload);
        expected.writeBytes(concat(header("2a", tensorBytes.length), tensorBytes));
        expected.writeBytes(concat(header("12", 7), "between".getBytes(StandardCharsets.UTF_8)));
      }
      assertWrites(HexFormat.of().formatHex(expected.toByteArray()), graph);
    }
  }

  @Test
  void laterAdditionsToANestedMessageDoNotShow() throws IOException {
    MemorySegment payload = MemorySegment.ofArray(new byte[5000]);
    WireWriter inner = new WireWriter().varint(1, 1).raw(payload).varint(2, 2);
    WireWriter outer = new WireWriter().message(3, inner);
    String before = HexFormat.of().formatHex(outer.toByteArray());
    inner.varint(4, 4);
    assertWrites(before, outer);
    assertEquals(before.length() / 2 + 2, new WireWriter().message(3, inner).size());
  }

  @Test
  void canGoOnAfterWriting() throws IOException {
    WireWriter writer = new WireWriter().varint(1, 1);
    assertWrites("0801", writer);
    assertWrites("08011002", writer.varint(2, 2));
  }

  @Test
  void growsThroughManySmallFields() {
    WireWriter writer = new WireWriter();
    for (int i = 0; i < 1_000_000; i++) {
      writer.varint(1, i);
    }
    WireReader reader = WireReader.of(MemorySegment.ofArray(writer.toByteArray()));
    for (int i = 0; i < 1_000_000; i++) {
      reader.next();
      assertEquals(i, reader.varint());
    }
    assertFalse(reader.next());
  }

  @Test
  void sizesGoBeyondTwoGigabytes() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment hole = arena.allocate(4096);
      WireWriter writer = new WireWriter().bytes(9, hole);
      for (int i = 0; i < 20; i++) {
        writer = new WireWriter().message(1, writer).message(1, writer);
      }
      assertTrue(writer.size() > 1L << 32);
      assertThrows(ArithmeticException.class, writer::toByteArray);
    }
  }

  private static void assertWrites(String hex, WireWriter writer) throws IOException {
    byte[] expected = HexFormat.of().parseHex(hex);
    assertEquals(expected.length, writer.size());
    assertArrayEquals(expected, writer.toByteArray());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeTo(Channels.newChannel(out));
    assertArrayEquals(expected, out.toByteArray());
    assertArrayEquals(expected, writer.toByteArray());
  }

  private static byte[] header(String tag, long length) {
    byte[] packed = new WireWriter().varint(1, length).toByteArray();
    packed[0] = HexFormat.of().parseHex(tag)[0];
    return packed;
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
