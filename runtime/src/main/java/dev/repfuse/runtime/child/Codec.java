package dev.repfuse.runtime.child;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The values that parent and child process exchange: text, lists, numbers that may be missing. */
public final class Codec {
  private static final int LONGEST_TEXT = 1 << 24;

  private Codec() {}

  /** Writes one element of a list. */
  @FunctionalInterface
  public interface Writer<T> {
    void write(DataOutput out, T value) throws IOException;
  }

  /** Reads one element of a list. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  /** Writes text of any length below 16 MiB. */
  public static void text(DataOutput out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads text. */
  public static String text(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST_TEXT) {
      throw new IOException("text of length " + length);
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Writes where a file lies, with slashes, which every system understands. */
  public static void path(DataOutput out, Path path) throws IOException {
    text(out, path.toString().replace(path.getFileSystem().getSeparator(), "/"));
  }

  /** Reads where a file lies. */
  public static Path path(DataInput in) throws IOException {
    return Path.of(text(in));
  }

  /** Writes a list, element by element. */
  public static <T> void list(DataOutput out, List<T> values, Writer<T> writer) throws IOException {
    out.writeInt(values.size());
    for (T value : values) {
      writer.write(out, value);
    }
  }

  /** Reads a list. */
  public static <T> List<T> list(DataInput in, Reader<T> reader) throws IOException {
    List<T> values = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      values.add(reader.read(in));
    }
    return values;
  }

  /** Writes a number that may be missing. */
  public static void number(DataOutput out, OptionalDouble number) throws IOException {
    out.writeBoolean(number.isPresent());
    out.writeDouble(number.orElse(0));
  }

  /** Reads a number that may be missing. */
  public static OptionalDouble number(DataInput in) throws IOException {
    boolean present = in.readBoolean();
    double number = in.readDouble();
    return present ? OptionalDouble.of(number) : OptionalDouble.empty();
  }

  /** Writes a constant by its name. */
  public static void constant(DataOutput out, Enum<?> constant) throws IOException {
    text(out, constant.name());
  }

  /** Reads a constant. */
  public static <E extends Enum<E>> E constant(DataInput in, Class<E> type) throws IOException {
    String name = text(in);
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new IOException("no " + type.getSimpleName() + " " + name, e);
    }
  }
}
