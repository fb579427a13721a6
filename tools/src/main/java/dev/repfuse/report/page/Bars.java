package dev.repfuse.report.page;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** A chart of pairs of bars, which is a list of labels and numbers as well. */
final class Bars {
  private static final int MOST_LETTERS = 32;

  private Bars() {}

  /**
   * One row.
   *
   * @param box the box that the label leads to
   */
  record Row(String label, Optional<String> box, double before, double after) {}

  /**
   * Writes the chart.
   *
   * @param words how numbers are written
   */
  static void write(Markup page, List<Row> rows, DoubleFunction<String> words) {
    double most =
        rows.stream().mapToDouble(row -> Math.max(row.before(), row.after())).max().orElse(0);
    page.begin("p", "class", "keys").element("span", "before", "class", "key before");
    page.element("span", "after", "class", "key after").end();
    page.begin("ul", "class", "bars");
    for (Row row : rows) {
      String label = Label.end(row.label(), MOST_LETTERS);
      page.begin("li").begin("span", "class", "label", "title", row.label());
      row.box()
          .ifPresentOrElse(
              box -> page.element("button", label, "type", "button", "class", "go", "data-go", box),
              () -> page.text(label));
      page.end().begin("div");
      bar(page, "before", row.before(), most, words);
      bar(page, "after", row.after(), most, words);
      page.end().end();
    }
    page.end();
  }

  private static void bar(
      Markup page, String side, double value, double most, DoubleFunction<String> words) {
    double percent = most > 0 ? 100 * value / most : 0;
    page.begin("div", "class", "bar " + side)
        .begin("svg", "width", "100%", "height", "10", "aria-hidden", "true")
        .begin("rect", "width", Markup.pixels(percent) + "%", "height", "10", "rx", "2")
        .end()
        .end()
        .begin("span")
        .element("span", side + " ", "class", "unseen")
        .text(words.apply(value))
        .end()
        .end();
  }
}
