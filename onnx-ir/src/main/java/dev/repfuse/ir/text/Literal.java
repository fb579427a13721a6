package dev.repfuse.ir.text;

import java.util.Locale;

/**
 * A number or string as it stands in the text.
 *
 * @param text the characters of a number, or what stands between the quotes
 * @param at where it begins
 */
record Literal(Kind kind, String text, int at) {

  /** How the text is to be read. */
  enum Kind {
    INT,
    FLOAT,
    STRING
  }

  /** The number as a double; infinities and NaN are spelt {@code inf} and {@code nan}. */
  double asDouble() {
    return special() ? specialValue() : Double.parseDouble(text);
  }

  /** The number as a float, rounded once. */
  float asFloat() {
    return special() ? (float) specialValue() : Float.parseFloat(text);
  }

  private boolean special() {
    return Character.isLetter(text.charAt(text.startsWith("-") ? 1 : 0));
  }

  private double specialValue() {
    if (text.toLowerCase(Locale.ROOT).endsWith("nan")) {
      return Double.NaN;
    }
    return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }
}
