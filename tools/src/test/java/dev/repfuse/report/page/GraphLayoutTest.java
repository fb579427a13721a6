package dev.repfuse.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.text.ModelText;
import dev.repfuse.report.page.Drawing.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Boxes lie below what they read and apart from each other. */
class GraphLayoutTest {
  private static DrawnGraph graph(String nodes) {
    return DrawnGraph.of(
        ModelText.parse("g (float[2] x) => (float[2] y) { %s }".formatted(nodes)).graph());
  }

  @Test
  void whatReadsLiesBelowWhatItReads() {
    DrawnGraph graph = graph("a = Relu (x) b = Exp (a) c = Tanh (a) d = Add (b, c) y = Mul (d, x)");
    Drawing drawing = GraphLayout.of(graph);

    assertEquals(7, drawing.boxes().size(), "an input, five nodes, an output");
    assertEquals(8, drawing.lines().size());
    for (DrawnGraph.Link link : graph.links()) {
      Place from = drawing.boxes().get(link.from());
      assertTrue(from.y() + from.height() < drawing.boxes().get(link.to()).y(), link.toString());
    }
  }

  @Test
  void boxesDoNotOverlapAndLieInsideOfTheDrawing() {
    Drawing drawing =
        GraphLayout.of(
            graph("a = Relu (x) b = Exp (x) c = Tanh (x) d = Add (a, b) y = Mul (d, c)"));

    for (Place one : drawing.boxes()) {
      assertTrue(one.x() >= 0 && one.x() + one.width() <= drawing.width(), one.toString());
      assertTrue(one.y() >= 0 && one.y() + one.height() <= drawing.height(), one.toString());
      for (Place other : drawing.boxes()) {
        assertFalse(!one.equals(other) && overlap(one, other), one + " and " + other);
      }
    }
  }

  private static boolean overlap(Place a, Place b) {
    return a.x() < b.x() + b.width()
        && b.x() < a.x() + a.width()
        && a.y() < b.y() + b.height()
        && b.y() < a.y() + a.height();
  }

  @Test
  void linesBeginAndEndAtTheirBoxes() {
    DrawnGraph graph = graph("a = Relu (x) y = Add (a, x)");
    Drawing drawing = GraphLayout.of(graph);
    int number = 0;
    for (DrawnGraph.Link link : graph.links()) {
      List<Drawing.Point> line = drawing.lines().get(number++);
      Place from = drawing.boxes().get(link.from());
      assertEquals(from.y() + from.height(), line.getFirst().y(), 1);
      assertEquals(drawing.boxes().get(link.to()).y(), line.getLast().y(), 1);
    }
  }

  @Test
  void aLongChainNeedsNoDeepStackOfTheCaller() {
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < 9_000; i++) {
      nodes.append("a%d = Relu (%s) ".formatted(i, i == 0 ? "x" : "a" + (i - 1)));
    }
    Drawing drawing = GraphLayout.of(graph(nodes + "y = Exp (a8999)"));

    assertEquals(9_003, drawing.boxes().size());
  }

  @Test
  void theSameGraphLiesTheSame() {
    String nodes = "a = Relu (x) b = Exp (x) c = Tanh (x) d = Add (a, b) y = Mul (d, c)";

    assertEquals(GraphLayout.of(graph(nodes)), GraphLayout.of(graph(nodes)));
  }
}
