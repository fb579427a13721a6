package dev.repfuse.ir.io.wire;

import java.lang.foreign.MemorySegment;
import java.nio.charset.CharacterCodingException;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * A cursor over the fields of one protobuf message in a segment.
 *
 * <p>{@link #next} steps to a field and checks that it lies inside the message; the accessors then
 * give its value, any number of times, and a field that is not asked for costs nothing more. A
 * group counts as one field, seen only through {@link #rawField}. Offsets are in bytes from the
 * start of the segment the outermost reader was made of. A reader and the readers of its nested
 * messages share one buffer and belong to one thread.
 *
 * <p>Format: <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers,
 * Encoding</a>. Every violation is a {@link WireException}.
 */
public final class WireReader {
  /** How deep messages or groups may be nested: ten times what the usual protobuf readers take. */
  public static final int MAX_DEPTH = 1000;

  private static final long MAX_FIELD = (1 << 29) - 1;

  private final WireWindow window;
  private final long end;
  private final int depth;

  private long fieldStart;
  private int field;
  private WireType wireType = WireType.VARINT;
  private long number;
  private long valueStart;
  private long position;

  private WireReader(WireWindow window, long start, long end, int depth) {
    this.window = window;
    this.fieldStart = start;
    this.position = start;
    this.end = end;
    this.depth = depth;
  }

  /** A reader at the start of the message that fills {@code segment}. */
  public static WireReader of(MemorySegment segment) {
    return new WireReader(new WireWindow(segment), 0, segment.byteSize(), 0);
  }

  /** Steps to the next field, or answers false at the end of the message. */
  public boolean next() {
    if (position == end) {
      return false;
    }
    fieldStart = position;
    readTag();
    if (wireType == WireType.START_GROUP) {
      skipGroup();
    } else if (wireType == WireType.END_GROUP) {
      throw new WireException("field " + field + " ends a group that was not started", fieldStart);
    } else {
      readValue();
    }
    return true;
  }

  public int field() {
    return field;
  }

  /** The layout of the current field; never {@link WireType#END_GROUP}. */
  public WireType wireType() {
    return wireType;
  }

  /** Offset of the current field's tag; the start of the message before the first {@link #next}. */
  public long position() {
    return fieldStart;
  }

  /** How many messages enclose this one. */
  public int depth() {
    return depth;
  }

  /** The value of a varint field; cast to int for int32, compare with 0 for bool. */
  public long varint() {
    expect(WireType.VARINT);
    return number;
  }

  public int fixed32() {
    expect(WireType.FIXED32);
    return window.fixed32(valueStart);
  }

  public long fixed64() {
    expect(WireType.FIXED64);
    return window.fixed64(valueStart);
  }

  /** The payload of a length-delimited field: a slice, not a copy. */
  public MemorySegment bytes() {
    expect(WireType.LEN);
    return window.slice(valueStart, position);
  }

  /** A reader of the message in a length-delimited field. */
  public WireReader message() {
    expect(WireType.LEN);
    if (depth == MAX_DEPTH) {
      throw tooDeep("messages");
    }
    return new WireReader(window, valueStart, position, depth + 1);
  }

  /** The text of a length-delimited field. */
  public String utf8() {
    expect(WireType.LEN);
    if (position - valueStart > Integer.MAX_VALUE - 8) {
      throw new WireException("the string in field " + field + " is over 2 GiB", fieldStart);
    }
    try {
      return window.utf8(valueStart, position);
    } catch (CharacterCodingException e) {
      throw new WireException(
          "the name or string in field " + field + " is not valid UTF-8", fieldStart);
    }
  }

  /** The current field as it stands in the file, tag included: a slice, not a copy. */
  public MemorySegment rawField() {
    return window.slice(fieldStart, position);
  }

  /** Gives the value, or all values where the field is packed, of a repeated varint field. */
  public void varints(LongConsumer values) {
    if (wireType == WireType.VARINT) {
      values.accept(number);
      return;
    }
    expect(WireType.LEN);
    long at = valueStart;
    while (at < position) {
      long value = window.varint(at, position);
      at = window.cursor();
      values.accept(value);
    }
  }

  /** Gives the value, or all values where the field is packed, of a repeated 4-byte field. */
  public void fixed32s(IntConsumer values) {
    if (wireType == WireType.FIXED32) {
      values.accept(window.fixed32(valueStart));
      return;
    }
    expectPacked(Integer.BYTES);
    for (long at = valueStart; at < position; at += Integer.BYTES) {
      values.accept(window.fixed32(at));
    }
  }

  /** Gives the value, or all values where the field is packed, of a repeated 8-byte field. */
  public void fixed64s(LongConsumer values) {
    if (wireType == WireType.FIXED64) {
      values.accept(window.fixed64(valueStart));
      return;
    }
    expectPacked(Long.BYTES);
    for (long at = valueStart; at < position; at += Long.BYTES) {
      values.accept(window.fixed64(at));
    }
  }

  private void readTag() {
    long start = position;
    long tag = window.varint(start, end);
    position = window.cursor();
    long claimed = tag >>> 3;
    if (claimed == 0 || claimed > MAX_FIELD) {
      throw new WireException(
          "field number " + Long.toUnsignedString(claimed) + " does not exist", start);
    }
    field = (int) claimed;
    wireType = WireType.of((int) tag & 7, field, start);
  }

  private void readValue() {
    switch (wireType) {
      case VARINT -> {
        number = window.varint(position, end);
        position = window.cursor();
      }
      case LEN -> {
        long length = window.varint(position, end);
        position = window.cursor();
        advance(length);
      }
      case FIXED32 -> advance(Integer.BYTES);
      case FIXED64 -> advance(Long.BYTES);
      case START_GROUP, END_GROUP -> {}
    }
  }

  private void advance(long length) {
    if (length < 0) {
      throw new WireException("field " + field + " claims a negative length", fieldStart);
    }
    if (length > end - position) {
      throw new WireException(
          "field %d claims %d bytes, but the data ends after %d"
              .formatted(field, length, end - position),
          fieldStart);
    }
    valueStart = position;
    position += length;
  }

  /** Moves behind the end of the group that starts at the current field, without recursion. */
  private void skipGroup() {
    int group = field;
    int[] open = new int[MAX_DEPTH];
    open[0] = group;
    int level = 1;
    while (level > 0) {
      if (position == end) {
        throw new WireException("the group in field " + group + " is not closed", fieldStart);
      }
      long at = position;
      readTag();
      if (wireType == WireType.START_GROUP) {
        if (level == MAX_DEPTH) {
          throw tooDeep("groups");
        }
        open[level++] = field;
      } else if (wireType == WireType.END_GROUP) {
        if (open[--level] != field) {
          throw new WireException(
              "the group in field %d is closed as field %d".formatted(open[level], field), at);
        }
      } else {
        readValue();
      }
    }
    field = group;
    wireType = WireType.START_GROUP;
  }

  private WireException tooDeep(String what) {
    return new WireException(what + " are nested more than " + MAX_DEPTH + " deep", fieldStart);
  }

  private void expectPacked(int size) {
    expect(WireType.LEN);
    long length = position - valueStart;
    if (length % size != 0) {
      throw new WireException(
          "packed field %d has %d bytes, not a multiple of %d".formatted(field, length, size),
          fieldStart);
    }
  }

  private void expect(WireType expected) {
    if (wireType != expected) {
      throw new WireException(
          "field %d should be %s but is %s".formatted(field, expected, wireType), fieldStart);
    }
  }
}
