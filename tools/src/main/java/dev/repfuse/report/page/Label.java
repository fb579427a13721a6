package dev.repfuse.report.page;

import dev.repfuse.ir.Node;

/** Names that are cut to fit where there is little room; letters of two units stay whole. */
final class Label {
  private Label() {}

  /** A node's name without its operator at the end, which exporters put there. */
  static String of(Node node) {
    String end = "/" + node.opType();
    String name = node.label();
    return name.endsWith(end) && name.length() > end.length() + 1
        ? name.substring(0, name.length() - end.length())
        : name;
  }

  /** The first letters of a long text. */
  static String start(String text, int most) {
    int[] letters = text.codePoints().limit(most + 1L).toArray();
    return letters.length <= most ? text : new String(letters, 0, most - 1) + "…";
  }

  /** The last letters of a long name: exporters put what is particular at the end. */
  static String end(String text, int most) {
    int[] letters = text.codePoints().toArray();
    return letters.length <= most
        ? text
        : "…" + new String(letters, letters.length - most + 1, most - 1);
  }
}
