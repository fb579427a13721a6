package dev.repfuse.ir.io.wire;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds one protobuf message, inner messages first, without copying large payloads.
 *
 * <p>Small things are gathered in a growing buffer; a segment of {@value #REFERENCED_FROM} bytes or
 * more is only referenced and must stay alive and unchanged until the message is written. Which
 * fields are present, and in which order, is up to the caller. Negative int32, int64 and enum
 * values take ten bytes, as the format asks.
 */
public final class WireWriter {
  private static final int REFERENCED_FROM = 4096;
  private static final int FIRST_BUFFER = 64;
  private static final int LARGEST_BUFFER = 1 << 20;

  private final List<MemorySegment> sealed = new ArrayList<>();
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int open;
  private int filled;
  private long size;

  /** Length of the message so far, in bytes. */
  public long size() {
    return size;
  }

  public WireWriter varint(int field, long value) {
    tag(field, WireType.VARINT);
    putVarint(value);
    return this;
  }

  public WireWriter fixed32(int field, int value) {
    tag(field, WireType.FIXED32);
    putLittleEndian(value, Integer.BYTES);
    return this;
  }

  public WireWriter fixed64(int field, long value) {
    tag(field, WireType.FIXED64);
    putLittleEndian(value, Long.BYTES);
    return this;
  }

  public WireWriter bytes(int field, MemorySegment payload) {
    header(field, payload.byteSize());
    return raw(payload);
  }

  /** Unpaired surrogates, which UTF-8 cannot hold, become question marks. */
  public WireWriter utf8(int field, String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    header(field, encoded.length);
    putArray(encoded);
    return this;
  }

  /** A nested message: what {@code message} holds now; later additions to it do not show here. */
  public WireWriter message(int field, WireWriter message) {
    header(field, message.size);
    if (message.size < REFERENCED_FROM) {
      reserve((int) message.size);
      message.copyTo(buffer, filled);
      advance((int) message.size);
      return this;
    }
    seal();
    message.seal();
    sealed.addAll(message.sealed);
    size += message.size;
    return this;
  }

  public WireWriter packedVarints(int field, long... values) {
    long length = 0;
    for (long value : values) {
      length += varintSize(value);
    }
    header(field, length);
    for (long value : values) {
      putVarint(value);
    }
    return this;
  }

  public WireWriter packedFixed32(int field, int... values) {
    header(field, (long) Integer.BYTES * values.length);
    for (int value : values) {
      putLittleEndian(value, Integer.BYTES);
    }
    return this;
  }

  public WireWriter packedFixed64(int field, long... values) {
    header(field, (long) Long.BYTES * values.length);
    for (long value : values) {
      putLittleEndian(value, Long.BYTES);
    }
    return this;
  }

  /** Bytes as they are: complete fields kept from a reader. */
  public WireWriter raw(MemorySegment fields) {
    long length = fields.byteSize();
    if (length >= REFERENCED_FROM) {
      seal();
      sealed.add(fields);
      size += length;
    } else {
      int count = (int) length;
      reserve(count);
      MemorySegment.copy(fields, ValueLayout.JAVA_BYTE, 0, buffer, filled, count);
      advance(count);
    }
    return this;
  }

  /** Writes the message to a blocking channel; mapped payloads go there without a copy. */
  public void writeTo(WritableByteChannel channel) throws IOException {
    seal();
    ChannelSink sink = new ChannelSink(channel);
    for (MemorySegment segment : sealed) {
      sink.write(segment);
    }
    sink.flush();
  }

  /**
   * The message as one array.
   *
   * @throws ArithmeticException if it is over 2 GiB
   */
  public byte[] toByteArray() {
    byte[] all = new byte[Math.toIntExact(size)];
    copyTo(all, 0);
    return all;
  }

  private void copyTo(byte[] target, int start) {
    int at = start;
    for (MemorySegment segment : sealed) {
      int count = (int) segment.byteSize();
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, 0, target, at, count);
      at += count;
    }
    System.arraycopy(buffer, open, target, at, filled - open);
  }

  private void header(int field, long length) {
    tag(field, WireType.LEN);
    putVarint(length);
  }

  private void tag(int field, WireType type) {
    putVarint((long) field << 3 | type.code());
  }

  private void putVarint(long value) {
    reserve(10);
    long rest = value;
    int at = filled;
    while ((rest & ~0x7fL) != 0) {
      buffer[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[at++] = (byte) rest;
    advance(at - filled);
  }

  private static int varintSize(long value) {
    return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
  }

  private void putLittleEndian(long value, int count) {
    reserve(count);
    for (int i = 0; i < count; i++) {
      buffer[filled + i] = (byte) (value >>> (8 * i));
    }
    advance(count);
  }

  private void putArray(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, buffer, filled, bytes.length);
    advance(bytes.length);
  }

  private void advance(int count) {
    filled += count;
    size += count;
  }

  /** Makes room for {@code count} bytes: the open part moves to a larger buffer, or is sealed. */
  private void reserve(int count) {
    if (buffer.length - filled >= count) {
      return;
    }
    if (filled - open >= LARGEST_BUFFER / 2) {
      seal();
    }
    int used = filled - open;
    int wanted = Math.max(Math.addExact(used, count), Math.min(2 * buffer.length, LARGEST_BUFFER));
    buffer = Arrays.copyOf(Arrays.copyOfRange(buffer, open, filled), wanted);
    open = 0;
    filled = used;
  }

  /** Turns the open part of the buffer into a finished segment. */
  private void seal() {
    if (filled > open) {
      sealed.add(MemorySegment.ofArray(buffer).asSlice(open, filled - open));
      open = filled;
    }
  }
}
