package dev.repfuse.report.page;

import dev.repfuse.ir.Node;
import dev.repfuse.report.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was folded into what, regions of the same operators together. */
final class FoldSection {
  private FoldSection() {}

  static void write(Markup page, Side after, Pairing pairing, Side before) {
    page.begin("section", "aria-labelledby", "folded-title");
    page.element("h2", "What was folded", "id", "folded-title");
    Map<String, List<Region>> kinds = new LinkedHashMap<>();
    for (Region region : pairing.folded()) {
      kinds.computeIfAbsent(kind(region), k -> new ArrayList<>()).add(region);
    }
    if (kinds.isEmpty() && pairing.gone().isEmpty()) {
      page.element("p", "Nothing: the two graphs are the same.");
    }
    kinds.entrySet().stream()
        .sorted((a, b) -> Integer.compare(b.getValue().size(), a.getValue().size()))
        .forEach(entry -> kind(page, entry.getKey(), entry.getValue(), after));
    if (!pairing.gone().isEmpty()) {
      Lists.begin(page, "nothing reads it any more", pairing.gone().size());
      for (Node node : pairing.gone()) {
        page.begin("li");
        GraphSection.link(page, before, node);
        page.end();
      }
      Lists.end(page);
    }
    page.end();
  }

  private static void kind(Markup page, String kind, List<Region> regions, Side after) {
    Lists.begin(page, kind, regions.size());
    for (Region region : regions) {
      page.begin("li");
      GraphSection.link(page, after, region.after().getLast());
      int from = region.before().size();
      page.text(
          from == 0
              ? " is new"
              : " from " + Figures.count(from) + (from == 1 ? " node" : " nodes"));
      page.end();
    }
    Lists.end(page);
  }

  /** {@code 2 Conv + 3 BatchNormalization → Conv}. */
  private static String kind(Region region) {
    String from = region.before().isEmpty() ? "nothing" : operators(region.before());
    return from + " → " + operators(region.after());
  }

  private static String operators(List<Node> nodes) {
    Map<String, Integer> counts = new TreeMap<>();
    nodes.forEach(node -> counts.merge(node.opType(), 1, Integer::sum));
    List<String> words = new ArrayList<>();
    counts.forEach((type, count) -> words.add(count == 1 ? type : count + " " + type));
    return String.join(" + ", words);
  }
}
