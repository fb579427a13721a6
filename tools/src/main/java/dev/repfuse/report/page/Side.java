package dev.repfuse.report.page;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.infer.Types;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One of the two models on a page, with its graph as it is drawn. */
final class Side {
  /** Above this, neither a layout nor a browser is quick enough. */
  private static final int MOST_BOXES = 10_000;

  private final String word;
  private final PageModel model;
  private final DrawnGraph graph;
  private final Types types;
  private final Map<Node, String> ids = new HashMap<>();

  /**
   * A side.
   *
   * @param word what the page calls it
   */
  Side(String word, PageModel model) {
    this.word = word;
    this.model = model;
    this.graph = DrawnGraph.of(model.model().graph());
    this.types = Types.infer(model.model());
    for (int i = 0; i < graph.boxes().size(); i++) {
      if (graph.boxes().get(i) instanceof DrawnGraph.Step(Node node)) {
        ids.put(node, id(i));
      }
    }
  }

  String word() {
    return word;
  }

  PageModel model() {
    return model;
  }

  DrawnGraph graph() {
    return graph;
  }

  Types types() {
    return types;
  }

  /** What the page calls box number {@code box}. */
  String id(int box) {
    return word.charAt(0) + Integer.toString(box);
  }

  /** What the page calls the box of a node of the main graph. */
  String id(Node node) {
    return Optional.ofNullable(ids.get(node)).orElseThrow();
  }

  /** Whether the graph is small enough to be drawn. */
  boolean isDrawn() {
    return graph.boxes().size() <= MOST_BOXES;
  }
}
