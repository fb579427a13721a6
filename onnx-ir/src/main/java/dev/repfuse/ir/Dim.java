package dev.repfuse.ir;

/** The extent of one tensor axis: a number, a name that stands for one number, or nothing known. */
public sealed interface Dim {

  /** An extent that the file states, zero or more. */
  record Known(long size) implements Dim {
    @Override
    public String toString() {
      return Long.toString(size);
    }
  }

  /** An extent that is bound when the model runs; equal names mean equal extents. */
  record Symbol(String name) implements Dim {
    @Override
    public String toString() {
      return name;
    }
  }

  /** An extent of which nothing is known. */
  record Unknown() implements Dim {
    @Override
    public String toString() {
      return "?";
    }
  }

  /** The one unknown extent. */
  Dim UNKNOWN = new Unknown();

  /** A known extent. */
  static Dim of(long size) {
    return new Known(size);
  }

  /** Whether this is the number {@code size}. */
  default boolean is(long size) {
    return this instanceof Known known && known.size() == size;
  }
}
