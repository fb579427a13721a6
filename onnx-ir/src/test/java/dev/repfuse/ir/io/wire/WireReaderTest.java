package dev.repfuse.ir.io.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading well-formed fields: values, slices, offsets, packed and unpacked lists. */
class WireReaderTest {
  private static final long GIGABYTE = 1L << 30;

  @Test
  void readsEveryWireType() {
    WireReader reader =
        reader("08 96 01" + "15 01 02 03 04" + "19 01 02 03 04 05 06 07 88" + "22 02 68 69");
    assertTrue(reader.next());
    assertEquals(1, reader.field());
    assertEquals(WireType.VARINT, reader.wireType());
    assertEquals(150, reader.varint());
    assertTrue(reader.next());
    assertEquals(0x04030201, reader.fixed32());
    assertTrue(reader.next());
    assertEquals(0x8807060504030201L, reader.fixed64());
    assertTrue(reader.next());
    assertEquals(4, reader.field());
    assertEquals("hi", reader.utf8());
    assertEquals("hi", reader.utf8(), "asking again gives the same");
    assertFalse(reader.next());
    assertFalse(reader.next());
  }

  @Test
  void readsNegativeNumbersOfTenBytes() {
    WireReader reader = at("08 ff ff ff ff ff ff ff ff ff 01");
    assertEquals(-1, reader.varint());
  }

  @Test
  void readsTheLargestFieldNumber() {
    assertEquals((1 << 29) - 1, at("f8 ff ff ff 0f 01").field());
  }

  @Test
  void stepsOverFieldsNobodyAsksFor() {
    WireReader reader = reader("0a 03 61 62 63" + "13 08 01 14" + "18 07");
    assertTrue(reader.next());
    assertTrue(reader.next());
    assertTrue(reader.next());
    assertEquals(3, reader.field());
    assertEquals(7, reader.varint());
  }

  @Test
  void readsNestedMessagesAlsoAfterTheOuterOneIsDone() {
    WireReader outer = reader("0a 04 12 02 08 05" + "18 01");
    assertEquals(0, outer.position());
    outer.next();
    WireReader middle = outer.message();
    outer.next();
    assertEquals(6, outer.position());
    assertFalse(outer.next());

    middle.next();
    WireReader inner = middle.message();
    inner.next();
    assertEquals(5, inner.varint());
    assertEquals(4, inner.position(), "offsets count from the outermost message");
    assertEquals(2, inner.depth());
    assertFalse(inner.next());
    assertFalse(middle.next());
  }

  @Test
  void slicesInsteadOfCopying() {
    byte[] bytes = bytes("0a 02 01 02");
    WireReader reader = WireReader.of(MemorySegment.ofArray(bytes));
    reader.next();
    MemorySegment payload = reader.bytes();
    bytes[3] = 9;
    assertArrayEquals(new byte[] {1, 9}, payload.toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void keepsRawFieldsWithTheirTags() {
    WireReader reader = reader("08 96 01" + "13 0b 0a 01 61 0c 14" + "1a 01 62");
    reader.next();
    assertEquals("089601", raw(reader));
    reader.next();
    assertEquals(WireType.START_GROUP, reader.wireType());
    assertEquals(2, reader.field());
    assertEquals("130b0a01610c14", raw(reader));
    reader.next();
    assertEquals("1a0162", raw(reader));
  }

  @Test
  void takesListsPackedAndUnpacked() {
    assertEquals(List.of(1L, 300L, -1L), varints("0a 0d 01 ac 02 ff ff ff ff ff ff ff ff ff 01"));
    assertEquals(List.of(1L, 300L), varints("08 01" + "08 ac 02"));
    assertEquals(List.of(1L, 2L, 3L), varints("08 01" + "0a 02 02 03"));
    assertEquals(List.of(), varints("0a 00"));

    List<Integer> ints = new ArrayList<>();
    WireReader fours = reader("0a 08 01 00 00 00 02 00 00 80" + "0d 03 00 00 00");
    while (fours.next()) {
      fours.fixed32s(ints::add);
    }
    assertEquals(List.of(1, 0x80000002, 3), ints);

    List<Long> longs = new ArrayList<>();
    WireReader eights = reader("09 01 00 00 00 00 00 00 80" + "0a 08 02 00 00 00 00 00 00 00");
    while (eights.next()) {
      eights.fixed64s(longs::add);
    }
    assertEquals(List.of(0x8000000000000001L, 2L), longs);
  }

  @Test
  void readsStringsOfEveryScript() {
    WireWriter writer = new WireWriter();
    List<String> texts = List.of("", "conv1", "Größe", "重み", "\uD83D\uDE00", "\uFFFD", "a\u0000b");
    texts.forEach(text -> writer.utf8(1, text));
    WireReader reader = WireReader.of(MemorySegment.ofArray(writer.toByteArray()));
    for (String text : texts) {
      assertTrue(reader.next());
      assertEquals(text, reader.utf8());
    }
  }

  @Test
  void readsFieldsThatLieAcrossTheEdgeOfTheWindow() {
    for (int gap = 8170; gap < 8200; gap++) {
      WireWriter writer = new WireWriter().bytes(1, MemorySegment.ofArray(new byte[gap]));
      writer.utf8(2, "Größe").varint(3, Long.MIN_VALUE).fixed64(4, 0x0102030405060708L);
      writer.utf8(5, "x".repeat(9000));
      WireReader reader = WireReader.of(MemorySegment.ofArray(writer.toByteArray()).asReadOnly());
      reader.next();
      assertEquals(gap, reader.bytes().byteSize());
      reader.next();
      assertEquals("Größe", reader.utf8());
      reader.next();
      assertEquals(Long.MIN_VALUE, reader.varint());
      reader.next();
      assertEquals(0x0102030405060708L, reader.fixed64());
      reader.next();
      assertEquals("x".repeat(9000), reader.utf8());
      assertFalse(reader.next());
    }
  }

  /** A sparse file: the payload is a hole of 5 GiB that nobody reads. */
  @Test
  void readsFilesOverTwoGigabytes(@TempDir Path folder) throws IOException {
    long hole = 5 * GIGABYTE;
    byte[] head = bytes("0a 80 80 80 80 14");
    byte[] tail = bytes("12 03 65 6e 64");
    try (FileChannel file =
            FileChannel.open(
                folder.resolve("large"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        Arena arena = Arena.ofConfined()) {
      long size = head.length + hole + tail.length;
      MemorySegment mapped = file.map(MapMode.READ_WRITE, 0, size, arena);
      MemorySegment.copy(MemorySegment.ofArray(head), 0, mapped, 0, head.length);
      MemorySegment.copy(MemorySegment.ofArray(tail), 0, mapped, size - tail.length, tail.length);

      WireReader reader = WireReader.of(mapped.asReadOnly());
      reader.next();
      assertEquals(hole, reader.bytes().byteSize());
      assertEquals(
          "the string in field 1 is over 2 GiB (byte offset 0)",
          assertThrows(WireException.class, reader::utf8).getMessage());
      reader.next();
      assertEquals("end", reader.utf8());
      assertEquals(head.length + hole, reader.position());
      assertFalse(reader.next());
    }
  }

  private static List<Long> varints(String hex) {
    List<Long> values = new ArrayList<>();
    WireReader reader = reader(hex);
    while (reader.next()) {
      reader.varints(values::add);
    }
    return values;
  }

  private static WireReader at(String hex) {
    WireReader reader = reader(hex);
    assertTrue(reader.next());
    return reader;
  }

  private static WireReader reader(String hex) {
    return WireReader.of(MemorySegment.ofArray(bytes(hex)));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String raw(WireReader reader) {
    return HexFormat.of().formatHex(reader.rawField().toArray(ValueLayout.JAVA_BYTE));
  }
}
