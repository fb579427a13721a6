package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;

/** One element of a small tensor: a number, an extent that has a name, or not known. */
sealed interface Element {

  /** A whole number, or a truth value as 0 or 1. */
  record Whole(long value) implements Element {}

  /** A floating-point number. */
  record Real(double value) implements Element {}

  /** The extent that a symbol stands for. */
  record Named(Dim.Symbol symbol) implements Element {}

  /** Not known. */
  record Open() implements Element {}

  /** The one unknown element. */
  Element OPEN = new Open();

  static Element of(long value) {
    return new Whole(value);
  }

  static Element of(Dim dim) {
    return switch (dim) {
      case Dim.Known(long size) -> new Whole(size);
      case Dim.Symbol symbol -> new Named(symbol);
      case Dim.Unknown _ -> OPEN;
    };
  }

  /** The extent that this element asks for; unknown for anything that is no extent. */
  default Dim asDim() {
    return switch (this) {
      case Whole(long value) when value >= 0 -> Dim.of(value);
      case Named(Dim.Symbol symbol) -> symbol;
      default -> Dim.UNKNOWN;
    };
  }

  /** Whether this is the whole number {@code value}. */
  default boolean is(long value) {
    return this instanceof Whole(long own) && own == value;
  }
}
