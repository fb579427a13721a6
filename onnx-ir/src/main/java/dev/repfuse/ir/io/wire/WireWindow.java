package dev.repfuse.ir.io.wire;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A sliding heap copy of a few kilobytes of a segment: readers ask for single bytes, and plain
 * array access is fast even before the JVM has compiled anything.
 */
final class WireWindow {
  private static final int CAPACITY = 8192;

  private final MemorySegment source;
  private final byte[] bytes;
  private final MemorySegment target;
  private long start;
  private int length;

  /** Where the last {@link #varint} ended. */
  private long cursor;

  WireWindow(MemorySegment source) {
    this.source = source;
    this.bytes = new byte[(int) Math.min(CAPACITY, source.byteSize())];
    this.target = MemorySegment.ofArray(bytes);
  }

  MemorySegment slice(long from, long to) {
    return source.asSlice(from, to - from);
  }

  /** The byte at an offset, which the caller has checked to be inside the source. */
  byte at(long offset) {
    long index = offset - start;
    if (index < 0 || index >= length) {
      slideTo(offset);
      index = 0;
    }
    return bytes[(int) index];
  }

  private void slideTo(long offset) {
    start = offset;
    length = (int) Math.min(bytes.length, source.byteSize() - offset);
    MemorySegment.copy(source, offset, target, 0, length);
  }

  /** Decodes the varint at {@code offset}; {@link #cursor} is then the offset behind it. */
  long varint(long offset, long end) {
    if (offset >= end) {
      throw new WireException("the data ends where a number is expected", offset);
    }
    byte first = at(offset);
    if (first >= 0) {
      cursor = offset + 1;
      return first;
    }
    long value = first & 0x7f;
    for (int count = 1; count < 10; count++) {
      long here = offset + count;
      if (here >= end) {
        throw new WireException("the data ends inside a number", here);
      }
      byte next = at(here);
      value |= (next & 0x7fL) << (7 * count);
      if (next >= 0) {
        cursor = here + 1;
        return value;
      }
    }
    throw new WireException("a number is longer than 10 bytes", offset);
  }

  long cursor() {
    return cursor;
  }

  int fixed32(long offset) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value |= (at(offset + i) & 0xff) << (8 * i);
    }
    return value;
  }

  long fixed64(long offset) {
    return (fixed32(offset) & 0xffffffffL) | ((long) fixed32(offset + 4) << 32);
  }

  /** Decodes strictly: throws where the bytes are not well-formed UTF-8. */
  String utf8(long from, long to) throws CharacterCodingException {
    int size = Math.toIntExact(to - from);
    byte[] array = bytes;
    int first = 0;
    if (size > bytes.length) {
      array = new byte[size];
      MemorySegment.copy(source, from, MemorySegment.ofArray(array), 0, size);
    } else if (size > 0) {
      if (from < start || to > start + length) {
        slideTo(from);
      }
      first = (int) (from - start);
    }
    String text = new String(array, first, size, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(array, first, size))
        .toString();
  }
}
