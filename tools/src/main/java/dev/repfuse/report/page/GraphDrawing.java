package dev.repfuse.report.page;

import dev.repfuse.ir.Node;
import java.util.List;

/** A graph as SVG. */
final class GraphDrawing {
  private static final int LETTERS_OF_TITLE = 20;
  private static final int LETTERS_OF_NAME = 25;
  private static final int LETTERS_OF_END = 18;
  private static final double BEND = 6;

  private GraphDrawing() {}

  static void write(Markup page, Side side, Drawing drawing, Pairing pairing) {
    page.begin(
        "svg",
        "class",
        "graph",
        "role",
        "listbox",
        "aria-multiselectable",
        "true",
        "aria-label",
        "Nodes of the graph " + side.word(),
        "data-width",
        Markup.pixels(drawing.width()),
        "data-height",
        Markup.pixels(drawing.height()));
    page.begin("g", "class", "camera", "role", "presentation");
    StringBuilder lines = new StringBuilder();
    drawing.lines().forEach(line -> path(lines, line));
    page.begin("path", "class", "lines", "aria-hidden", "true", "d", lines.toString()).end();
    for (int i = 0; i < drawing.boxes().size(); i++) {
      box(page, side, i, drawing.boxes().get(i), pairing);
      page.raw("\n");
    }
    page.end().end();
  }

  private static void box(Markup page, Side side, int number, Drawing.Place at, Pairing pairing) {
    DrawnGraph.Box box = side.graph().boxes().get(number);
    String classes = "node end";
    String label = NodeFacts.title(box);
    if (box instanceof DrawnGraph.Step(Node node)) {
      classes = pairing.classes(node);
      label += ", " + pairing.words(node);
    }
    page.begin(
        "g",
        "id",
        side.id(number),
        "class",
        classes,
        "role",
        "option",
        "tabindex",
        "-1",
        "aria-selected",
        "false",
        "aria-label",
        label,
        "transform",
        "translate(%s %s)".formatted(Markup.pixels(at.x()), Markup.pixels(at.y())));
    page.begin(
            "rect",
            "width",
            Markup.pixels(at.width()),
            "height",
            Markup.pixels(at.height()),
            "rx",
            box instanceof DrawnGraph.Step ? "8" : Markup.pixels(at.height() / 2))
        .end();
    String middle = Markup.pixels(at.width() / 2);
    if (box instanceof DrawnGraph.Step(Node node)) {
      page.element("text", Label.start(box.title(), LETTERS_OF_TITLE), "x", middle, "y", "19");
      String name = Label.end(Label.of(node), LETTERS_OF_NAME);
      page.element("text", name, "class", "name", "x", middle, "y", "34");
    } else {
      page.element("text", Label.end(box.title(), LETTERS_OF_END), "x", middle, "y", "17.5");
    }
    page.end();
  }

  /** A line with round corners. */
  private static void path(StringBuilder path, List<Drawing.Point> line) {
    for (int i = 0; i < line.size(); i++) {
      Drawing.Point at = line.get(i);
      if (i == 0 || i == line.size() - 1) {
        point(path, i == 0 ? 'M' : 'L', at);
      } else {
        point(path, 'L', toward(at, line.get(i - 1)));
        point(path, 'Q', at);
        point(path, ' ', toward(at, line.get(i + 1)));
      }
    }
  }

  private static void point(StringBuilder path, char command, Drawing.Point at) {
    path.append(command).append(Markup.pixels(at.x())).append(' ').append(Markup.pixels(at.y()));
  }

  private static Drawing.Point toward(Drawing.Point from, Drawing.Point to) {
    double dx = to.x() - from.x();
    double dy = to.y() - from.y();
    double length = Math.hypot(dx, dy);
    double part = length == 0 ? 0 : Math.min(BEND, length / 2) / length;
    return new Drawing.Point(from.x() + part * dx, from.y() + part * dy);
  }
}
