package dev.repfuse.report.page;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Payload;
import dev.repfuse.report.Figures;
import dev.repfuse.report.TypeWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the page tells of a box when it is pointed at: shapes, weights, attributes, and what became
 * of it.
 */
final class NodeFacts {
  private static final int MOST_VALUES = 12;

  private final Side side;
  private final Pairing pairing;
  private final Refusals refusals;

  NodeFacts(Side side, Pairing pairing, Refusals refusals) {
    this.side = side;
    this.pairing = pairing;
    this.refusals = refusals;
  }

  /** Of a box: its heading, and lines of a word and what it says. */
  Map<String, Object> of(DrawnGraph.Box box) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("title", title(box));
    facts.put("lines", lines(box));
    return facts;
  }

  /** The name of a box in one line. */
  static String title(DrawnGraph.Box box) {
    return switch (box) {
      case DrawnGraph.In(var input) -> "Input '" + input.name() + "'";
      case DrawnGraph.Step(Node node) -> node.toString();
      case DrawnGraph.Out(var output) -> "Output '" + output.info().name() + "'";
    };
  }

  private List<List<String>> lines(DrawnGraph.Box box) {
    return switch (box) {
      case DrawnGraph.In(var input) -> List.of(List.of("type", TypeWords.of(input.type())));
      case DrawnGraph.Out(var output) ->
          List.of(List.of("type", TypeWords.of(side.types().of(output.value()))));
      case DrawnGraph.Step(Node node) -> lines(node);
    };
  }

  private List<List<String>> lines(Node node) {
    List<List<String>> lines = new ArrayList<>();
    Flow.into(node).stream()
        .filter(value -> WeightSize.payload(value).isEmpty())
        .limit(MOST_VALUES)
        .forEach(value -> lines.add(List.of("reads", typed(value))));
    node.results().stream()
        .limit(MOST_VALUES)
        .forEach(result -> lines.add(List.of("gives", typed(result))));
    WeightSize.constants(node).stream()
        .limit(MOST_VALUES)
        .forEach(value ->
            WeightSize.payload(value)
                .ifPresent(payload -> lines.add(List.of("weights", weights(value, payload)))));
    if (!node.attributes().isEmpty()) {
      lines.add(List.of("attributes", attributes(node.attributes())));
    }
    lines.add(List.of("folding", pairing.words(node)));
    refusals.of(node).forEach(why -> lines.add(List.of("left alone", why)));
    return lines;
  }

  private String typed(NamedValue value) {
    return value.name() + ": " + TypeWords.of(side.types().of(value));
  }

  private static String weights(NamedValue value, Payload payload) {
    return "%s: %s%s, %s"
        .formatted(
            value.name(),
            payload.type().keyword(),
            payload.shape(),
            Figures.bytes(WeightSize.bytes(payload)));
  }

  private static String attributes(List<Attribute> attributes) {
    return attributes.stream()
        .limit(MOST_VALUES)
        .map(AttributeWords::of)
        .collect(Collectors.joining("; "));
  }
}
