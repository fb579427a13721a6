package dev.repfuse.report.page;

import dev.repfuse.report.Figures;

/** Lists that open when asked: how many there are of what. */
final class Lists {
  private Lists() {}

  static void begin(Markup page, String what, int count) {
    page.begin("details", "class", "list").begin("summary");
    page.element("span", Figures.count(count), "class", "count").element("span", what).end();
    page.begin("ul");
  }

  static void end(Markup page) {
    page.end().end();
  }
}
