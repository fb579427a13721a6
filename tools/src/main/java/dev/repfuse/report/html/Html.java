package dev.repfuse.report.html;

import java.util.Locale;

/** Text on its way into HTML and SVG. */
public final class Html {
  private Html() {}

  /** Text as content of an element, or of an attribute in quotes. */
  public static String text(Object value) {
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

  /** Text of several lines. */
  public static String lines(String lines) {
    return String.join("\n", lines.lines().map(Html::text).toList());
  }

  /** A table that scrolls by itself where the screen is too narrow. */
  public static String scrolling(String label, CharSequence content) {
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table>%s</table></div>\n"
        .formatted(text(label), content);
  }

  /** A share as CSS and SVG write it, {@code 12.5%}. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  /** The class that gives a model its colour. */
  public static String colour(int model) {
    return "m" + model % 4;
  }
}
