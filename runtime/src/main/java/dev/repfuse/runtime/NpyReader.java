package dev.repfuse.runtime;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads NumPy's {@code .npy} format, versions 1 to 3, as the NumPy documentation "numpy.lib.format"
 * defines it: numbers of either byte order, bools and strings, in C or Fortran order.
 */
final class NpyReader {
  /** Magic, version and the longer form of the header's length. */
  private static final int LONGEST_START = 12;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private final String label;
  private final NpyHeader header;
  private final MemorySegment data;

  private NpyReader(String label, NpyHeader header, MemorySegment data) {
    this.label = label;
    this.header = header;
    this.data = data;
  }

  /**
   * Decodes one array. Numbers that lie as ONNX wants them, little-endian in C order, stay where
   * they are; others are copied.
   *
   * @param label what messages call the file
   * @throws DataException if these are not the bytes of an array that ONNX has a type for
   */
  static Tensor read(MemorySegment content, String label) {
    long start = Math.min(content.byteSize(), LONGEST_START);
    byte[] bytes = content.asSlice(0, start).toArray(ValueLayout.JAVA_BYTE);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (start < LONGEST_START || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new DataException(label + ": not a .npy file");
    }
    int major = bytes[MAGIC.length];
    in.position(MAGIC.length + 2);
    if (major < 1 || major > 3) {
      throw new DataException(label + ": .npy version " + major + " is not known");
    }
    int length = major == 1 ? Short.toUnsignedInt(in.getShort()) : in.getInt();
    if (length < 0 || length > content.byteSize() - in.position()) {
      throw new DataException(label + ": the .npy header is cut off");
    }
    MemorySegment header = content.asSlice(in.position(), length);
    String text = new String(header.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    MemorySegment data = content.asSlice((long) in.position() + length);
    return new NpyReader(label, NpyHeader.parse(text, label), data).tensor();
  }

  private Tensor tensor() {
    Shape shape = Shape.of(header.sizes());
    long count =
        shape
            .elementCount()
            .orElseThrow(() -> new DataException(label + ": too many elements: " + shape));
    if (count > data.byteSize() / Math.max(1, header.itemBytes()) && header.itemBytes() > 0) {
      throw new DataException(
          "%s: holds %d bytes, its shape %s asks for %d elements of %d bytes"
              .formatted(label, data.byteSize(), shape, count, header.itemBytes()));
    }
    boolean strings = header.type() == ElementType.STRING;
    if (!strings && !header.fortranOrder() && !header.bigEndian()) {
      return Tensor.of(header.type(), shape, data.asSlice(0, count * header.itemBytes()));
    }
    if (count * Math.max(1, header.itemBytes()) > Integer.MAX_VALUE - 8) {
      throw new DataException(
          label + ": is too large for strings, Fortran order or big-endian numbers");
    }
    byte[] items = inCOrder((int) count);
    return strings
        ? strings(shape, items, (int) count)
        : Tensor.of(header.type(), shape, MemorySegment.ofArray(items));
  }

  /** The items one after another, last axis fastest, little-endian. */
  private byte[] inCOrder(int count) {
    int width = header.itemBytes();
    byte[] out = new byte[Math.multiplyExact(count, width)];
    long[] sizes = header.sizes();
    long[] index = new long[sizes.length];
    for (int i = 0; i < count; i++) {
      MemorySegment.copy(
          data, ValueLayout.JAVA_BYTE, source(i, index) * width, out, i * width, width);
      advance(index, sizes);
    }
    if (header.bigEndian()) {
      reverse(out, header.unitBytes());
    }
    return out;
  }

  private long source(int item, long[] index) {
    if (!header.fortranOrder()) {
      return item;
    }
    long place = 0;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      place = place * header.sizes()[axis] + index[axis];
    }
    return place;
  }

  private static void advance(long[] index, long[] sizes) {
    for (int axis = sizes.length - 1; axis >= 0 && ++index[axis] == sizes[axis]; axis--) {
      index[axis] = 0;
    }
  }

  private static void reverse(byte[] bytes, int unit) {
    for (int start = 0; start < bytes.length; start += unit) {
      for (int i = 0; i < unit / 2; i++) {
        byte low = bytes[start + i];
        bytes[start + i] = bytes[start + unit - 1 - i];
        bytes[start + unit - 1 - i] = low;
      }
    }
  }

  private Tensor strings(Shape shape, byte[] items, int count) {
    int width = header.itemBytes();
    List<MemorySegment> strings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ByteBuffer item = ByteBuffer.wrap(items, i * width, width).order(ByteOrder.LITTLE_ENDIAN);
      StringBuilder word = new StringBuilder();
      while (item.remaining() >= header.unitBytes()) {
        int code = header.unitBytes() == 4 ? item.getInt() : item.get() & 0xFF;
        if (!Character.isValidCodePoint(code)) {
          throw new DataException(label + ": holds a string that is not Unicode");
        }
        word.appendCodePoint(code);
      }
      int end = word.length();
      while (end > 0 && word.charAt(end - 1) == 0) {
        end--;
      }
      byte[] utf8 = word.substring(0, end).getBytes(StandardCharsets.UTF_8);
      strings.add(MemorySegment.ofArray(utf8));
    }
    return Tensor.ofStrings("", shape, strings, Optional.empty());
  }
}
