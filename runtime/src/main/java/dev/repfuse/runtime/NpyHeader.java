package dev.repfuse.runtime;

import dev.repfuse.ir.ElementType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dictionary at the start of a {@code .npy} file: element type, order of axes, shape. */
final class NpyHeader {
  private static final Pattern DESCR =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)['\"]");
  private static final Pattern FORTRAN =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9L,\\s]*)\\)");
  private static final Pattern TYPE = Pattern.compile("([<>=|]?)([a-zA-Z])(\\d+)");

  private final ElementType type;
  private final int itemBytes;
  private final int unitBytes;
  private final boolean bigEndian;
  private final boolean fortranOrder;
  private final long[] sizes;

  private NpyHeader(
      ElementType type,
      int itemBytes,
      int unitBytes,
      boolean bigEndian,
      boolean fortranOrder,
      long[] sizes) {
    this.type = type;
    this.itemBytes = itemBytes;
    this.unitBytes = unitBytes;
    this.bigEndian = bigEndian;
    this.fortranOrder = fortranOrder;
    this.sizes = sizes;
  }

  static NpyHeader parse(String text, String label) {
    String descr = find(DESCR, text, "an element type", label);
    boolean fortran = find(FORTRAN, text, "an order of axes", label).equals("True");
    long[] sizes = sizes(find(SHAPE, text, "a shape", label), label);
    Matcher parts = TYPE.matcher(descr);
    if (!parts.matches() || parts.group(3).length() > 9) {
      throw noType(descr, label);
    }
    char kind = parts.group(2).charAt(0);
    int number = Integer.parseInt(parts.group(3));
    boolean big = parts.group(1).equals(">");
    ElementType type = type(kind, number, descr, label);
    int unit = type == ElementType.STRING ? (kind == 'U' ? 4 : 1) : number;
    int item = kind == 'U' ? Math.multiplyExact(4, number) : number;
    return new NpyHeader(type, item, unit, big && unit > 1, fortran, sizes);
  }

  private static ElementType type(char kind, int size, String descr, String label) {
    return switch (kind + (kind == 'U' || kind == 'S' ? "" : Integer.toString(size))) {
      case "f2" -> ElementType.FLOAT16;
      case "f4" -> ElementType.FLOAT;
      case "f8" -> ElementType.DOUBLE;
      case "i1" -> ElementType.INT8;
      case "i2" -> ElementType.INT16;
      case "i4" -> ElementType.INT32;
      case "i8" -> ElementType.INT64;
      case "u1" -> ElementType.UINT8;
      case "u2" -> ElementType.UINT16;
      case "u4" -> ElementType.UINT32;
      case "u8" -> ElementType.UINT64;
      case "b1" -> ElementType.BOOL;
      case "U", "S" -> ElementType.STRING;
      default -> throw noType(descr, label);
    };
  }

  private static DataException noType(String descr, String label) {
    return new DataException(
        label + ": its element type " + descr + " has no use as a model input");
  }

  private static String find(Pattern pattern, String text, String what, String label) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new DataException(label + ": the .npy header does not state " + what);
    }
    return found.group(1);
  }

  private static long[] sizes(String tuple, String label) {
    String digits = tuple.replaceAll("[L\\s]", "").replaceFirst(",$", "");
    if (digits.isEmpty()) {
      return new long[0];
    }
    String[] parts = digits.split(",", -1);
    long[] sizes = new long[parts.length];
    for (int axis = 0; axis < parts.length; axis++) {
      if (parts[axis].isEmpty() || parts[axis].length() > 18) {
        throw new DataException(label + ": the .npy header states the shape (" + tuple + ")");
      }
      sizes[axis] = Long.parseLong(parts[axis]);
    }
    return sizes;
  }

  ElementType type() {
    return type;
  }

  /** Bytes of one element; of a whole string for strings. */
  int itemBytes() {
    return itemBytes;
  }

  /** Bytes of what a byte order applies to: one number, or one character of a string. */
  int unitBytes() {
    return unitBytes;
  }

  boolean bigEndian() {
    return bigEndian;
  }

  /** Whether the first axis runs fastest. */
  boolean fortranOrder() {
    return fortranOrder;
  }

  long[] sizes() {
    return sizes;
  }
}
