package dev.repfuse.report.benchmark;

import java.util.Locale;

/** Text on its way into HTML and SVG. */
final class Html {
  private Html() {}

  /** Text as content of an element, or of an attribute in quotes. */
  static String text(Object value) {
    StringBuilder safe = new StringBuilder();
    value
        .toString()
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> safe.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
          }
        });
    return safe.toString();
  }

  /** A table that scrolls by itself where the screen is too narrow. */
  static String scrolling(String label, CharSequence content) {
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table>%s</table></div>\n"
        .formatted(text(label), content);
  }

  /** A share as CSS and SVG write it, {@code 12.5%}. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  /** The class that gives a model its colour. */
  static String colour(int model) {
    return "m" + model % 4;
  }
}
