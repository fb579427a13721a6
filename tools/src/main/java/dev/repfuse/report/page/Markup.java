package dev.repfuse.report.page;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML and SVG; whatever comes in as text or as an attribute's value is escaped. */
final class Markup {
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Begins an element.
   *
   * @param attributes names and values in turn
   */
  Markup begin(String tag, String... attributes) {
    tag(tag, attributes);
    open.push(tag);
    return this;
  }

  /** Ends the innermost element. */
  Markup end() {
    text.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element that holds nothing but text. */
  Markup element(String tag, String content, String... attributes) {
    return begin(tag, attributes).text(content).end();
  }

  /** An element without an end tag in HTML, such as {@code meta}. */
  Markup single(String tag, String... attributes) {
    tag(tag, attributes);
    return this;
  }

  private void tag(String tag, String... attributes) {
    text.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      text.append('"');
    }
    text.append('>');
  }

  Markup text(String content) {
    escape(content);
    return this;
  }

  /** Markup that is safe as it is. */
  Markup raw(String markup) {
    text.append(markup);
    return this;
  }

  private void escape(String content) {
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      switch (c) {
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '&' -> text.append("&amp;");
        case '"' -> text.append("&quot;");
        case '\'' -> text.append("&#39;");
        default -> text.append(Character.isISOControl(c) && c != '\n' ? '\uFFFD' : c);
      }
    }
  }

  /** A length in pixels with one digit behind the point at most. */
  static String pixels(double length) {
    long tenths = Math.round(length * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
  }

  /** What was written; every element must be ended. */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not ended: " + open);
    }
    return text.toString();
  }
}
