package dev.repfuse.report.page;

import dev.repfuse.ir.Node;
import dev.repfuse.report.Figures;
import dev.repfuse.report.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Both graphs side by side, as they are drawn and as the page's script knows them. */
final class GraphSection {
  private GraphSection() {}

  static void write(Markup page, Side before, Side after, Pairing pairing, Refusals refusals) {
    page.begin("section", "class", "graphs", "aria-labelledby", "graphs-title");
    page.begin("div", "class", "bar-of-tools").element("h2", "Graphs", "id", "graphs-title");
    page.begin("label", "class", "search").element("span", "Find a node", "class", "unseen");
    page.single(
        "input",
        "type",
        "search",
        "id",
        "search",
        "placeholder",
        "Find a node by name or operator",
        "autocomplete",
        "off",
        "spellcheck",
        "false");
    page.end().element("output", "", "id", "found", "for", "search").end();
    legend(page);
    page.begin("div", "class", "panes");
    pane(page, before, pairing);
    pane(page, after, pairing);
    page.end();
    page.element("p", "", "id", "said", "class", "unseen", "aria-live", "polite").end();
  }

  private static void legend(Markup page) {
    page.begin("p", "class", "legend");
    page.element("span", "folded: the same colour on both sides", "class", "swatch folded h0");
    page.element("span", "kept", "class", "swatch kept");
    page.element("span", "gone", "class", "swatch gone");
    page.element(
        "span",
        "Choose a node to see what it was made of; Escape clears. Drag or scroll to move, "
            + "Ctrl and scroll to zoom, arrow keys to walk.",
        "class",
        "hint");
    page.end();
  }

  private static void pane(Markup page, Side side, Pairing pairing) {
    String word = side.word();
    String title = Character.toUpperCase(word.charAt(0)) + word.substring(1);
    int nodes = side.model().model().graph().nodeCount();
    page.begin("div", "class", "pane", "data-side", word).begin("div", "class", "pane-head");
    page.element("h3", title);
    page.element("span", Figures.count(nodes) + (nodes == 1 ? " node" : " nodes"));
    page.begin("div", "class", "tools");
    tool(page, "out", "−", "Zoom out", word);
    tool(page, "in", "+", "Zoom in", word);
    tool(page, "fit", "Fit", "Show the whole graph", word);
    page.end().end();
    if (side.isDrawn()) {
      GraphDrawing.write(page, side, GraphLayout.of(side.graph()), pairing);
    } else {
      page.element(
          "p",
          "This graph is too large to be drawn. The lists below hold all of its nodes.",
          "class",
          "too-large");
    }
    page.begin("aside", "class", "facts", "hidden", "").end().end();
  }

  private static void tool(Markup page, String act, String sign, String label, String side) {
    page.element(
        "button",
        sign,
        "type",
        "button",
        "data-act",
        act,
        "aria-label",
        label + ", " + side,
        "title",
        label);
  }

  /** What the script knows: of each side its boxes, and which boxes belong together. */
  static String data(Side before, Side after, Pairing pairing, Refusals refusals) {
    Map<String, Object> data = new LinkedHashMap<>();
    List<List<String>> regions = new ArrayList<>();
    for (Region region : pairing.regions()) {
      List<String> ids = new ArrayList<>();
      region.before().forEach(node -> ids.add(before.id(node)));
      region.after().forEach(node -> ids.add(after.id(node)));
      regions.add(ids);
    }
    data.put("regions", regions);
    data.put("before", side(before, pairing, refusals));
    data.put("after", side(after, pairing, refusals));
    return Json.compact(data);
  }

  private static Map<String, Object> side(Side side, Pairing pairing, Refusals refusals) {
    NodeFacts facts = new NodeFacts(side, pairing, refusals);
    Map<String, Object> object = new LinkedHashMap<>();
    List<DrawnGraph.Box> boxes = side.isDrawn() ? side.graph().boxes() : List.of();
    object.put("boxes", boxes.stream().map(facts::of).toList());
    object.put(
        "links",
        side.graph().links().stream()
            .filter(link -> side.isDrawn())
            .map(link -> List.of(link.from(), link.to()))
            .toList());
    return object;
  }

  /** A node's name as text that leads to its box. */
  static void link(Markup page, Side side, Node node) {
    page.element(
        "button", node.toString(), "type", "button", "class", "go", "data-go", side.id(node));
  }
}
