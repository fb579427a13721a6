package dev.repfuse.runtime;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.lang.foreign.MemorySegment;
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
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private final String label;
  private final NpyHeader header;
  private final ByteBuffer data;

  private NpyReader(String label, NpyHeader header, ByteBuffer data) {
    this.label = label;
    this.header = header;
    this.data = data;
  }

  /**
   * Decodes one array.
   *
   * @param label what messages call the file
   * @throws DataException if these are not the bytes of an array that ONNX has a type for
   */
  static Tensor read(byte[] content, String label) {
    ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length < 12 || !Arrays.equals(MAGIC, Arrays.copyOf(content, MAGIC.length))) {
      throw new DataException(label + ": not a .npy file");
    }
    int major = content[MAGIC.length];
    in.position(MAGIC.length + 2);
    if (major < 1 || major > 3) {
      throw new DataException(label + ": .npy version " + major + " is not known");
    }
    int length = major == 1 ? Short.toUnsignedInt(in.getShort()) : in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new DataException(label + ": the .npy header is cut off");
    }
    String text = StandardCharsets.UTF_8.decode(in.slice(in.position(), length)).toString();
    ByteBuffer data = in.slice(in.position() + length, in.remaining() - length);
    return new NpyReader(label, NpyHeader.parse(text, label), data).tensor();
  }

  private Tensor tensor() {
    Shape shape = Shape.of(header.sizes());
    long count =
        shape
            .elementCount()
            .orElseThrow(() -> new DataException(label + ": too many elements: " + shape));
    if (count > data.remaining() / Math.max(1, header.itemBytes()) && header.itemBytes() > 0) {
      throw new DataException(
          "%s: holds %d bytes, its shape %s asks for %d elements of %d bytes"
              .formatted(label, data.remaining(), shape, count, header.itemBytes()));
    }
    byte[] items = inCOrder((int) count);
    if (header.type() == ElementType.STRING) {
      return strings(shape, items, (int) count);
    }
    return Tensor.of(header.type(), shape, MemorySegment.ofArray(items));
  }

  /** The items one after another, last axis fastest, little-endian. */
  private byte[] inCOrder(int count) {
    int width = header.itemBytes();
    byte[] out = new byte[Math.multiplyExact(count, width)];
    long[] sizes = header.sizes();
    long[] index = new long[sizes.length];
    for (int i = 0; i < count; i++) {
      data.get(Math.toIntExact(source(i, index) * width), out, i * width, width);
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
