package dev.repfuse.pass;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a graph computes from what, without the names of its intermediate values and constants. */
final class GraphShape {
  private GraphShape() {}

  /** One line a node: operator, attributes, and where each input comes from. */
  static String of(Graph graph) {
    Map<Value, String> places = new HashMap<>();
    StringBuilder lines = new StringBuilder();
    int number = 0;
    for (Node node : graph.nodes()) {
      for (Result result : node.results()) {
        places.put(result, "n%d.%d".formatted(number, result.index()));
      }
      String inputs =
          node.inputs().stream().map(v -> place(v, places)).collect(Collectors.joining(", "));
      lines.append("n%d = %s%s (%s)%n".formatted(number, node.opType(), attributes(node), inputs));
      number++;
    }
    graph.outputs().forEach(output -> lines.append("=> ").append(place(output.value(), places)));
    return lines.toString();
  }

  private static String place(Value value, Map<Value, String> places) {
    return switch (value) {
      case Absent absent -> "absent";
      case Initializer constant -> "constant";
      case GraphInput input when input.info().type().tensorElement().bits() == 0 -> "constant";
      case GraphInput input -> input.name();
      case Result result -> places.getOrDefault(result, "?");
    };
  }

  private static List<String> attributes(Node node) {
    return node.attributes().stream()
        .filter(attribute -> !attribute.name().equals("kernel_shape"))
        .map(attribute -> attribute.name() + "=" + content(attribute.content()))
        .sorted()
        .toList();
  }

  private static String content(Attribute.Content content) {
    return switch (content) {
      case Attribute.IntValue(long value) -> Long.toString(value);
      case Attribute.IntValues(long[] values) -> Arrays.toString(values);
      case Attribute.FloatValue(float value) -> Float.toString(value);
      default -> "…";
    };
  }
}
