package dev.repfuse.pass;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Function;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a model computes from what, without the names of its intermediate values and constants. */
public final class GraphShape {
  private final Map<Value, String> places = new HashMap<>();
  private final StringBuilder lines = new StringBuilder();
  private int number;

  private GraphShape() {}

  /**
   * One line a node: operator, attributes, and where each input comes from. Subgraphs stand before
   * their node; functions last.
   */
  public static String of(Model model) {
    GraphShape shape = new GraphShape();
    shape.add(model.graph());
    for (Function function : model.functions()) {
      shape.lines.append("function %s%n".formatted(function.operator().type()));
      function.body().inputs().forEach(input -> shape.places.put(input, input.name()));
      shape.add(function.body());
    }
    return shape.lines.toString();
  }

  private void add(Graph graph) {
    for (Node node : graph.nodes()) {
      node.subgraphs().forEach(this::add);
      for (Result result : node.results()) {
        places.put(result, "n%d.%d".formatted(number, result.index()));
      }
      String inputs = node.inputs().stream().map(this::place).collect(Collectors.joining(", "));
      lines.append("n%d = %s%s (%s)%n".formatted(number, node.opType(), attributes(node), inputs));
      number++;
    }
    graph.outputs().forEach(output -> lines.append("=> ").append(place(output.value())));
    lines.append(System.lineSeparator());
  }

  private String place(Value value) {
    return switch (value) {
      case Absent absent -> "absent";
      case Initializer constant -> "constant";
      case GraphInput input ->
          places.getOrDefault(
              input, input.info().type().tensorElement().bits() == 0 ? "constant" : input.name());
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
      case Attribute.Reference(String name, int type) -> "@" + name;
      default -> "…";
    };
  }
}
