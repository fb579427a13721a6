package dev.repfuse.ir.text;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints graphs and their nodes, one node a line. */
final class GraphPrinter {
  private final Page page;
  private final TensorPrinter tensors;
  private final AttributePrinter attributes;

  GraphPrinter(Page page) {
    this.page = page;
    this.tensors = new TensorPrinter(page);
    this.attributes = new AttributePrinter(page, this);
  }

  AttributePrinter attributes() {
    return attributes;
  }

  /** Prints a graph with everything in it. */
  void graph(Graph graph) {
    Unsaid.of(Unsaid.Message.GRAPH, graph.carried(), "graph '" + graph.name() + "'")
        .forEach(page::remark);
    List<ValueInfo> inputs =
        new ArrayList<>(graph.inputs().stream().map(GraphInput::info).toList());
    graph.initializers().forEach(initializer -> initializer.listed().ifPresent(inputs::add));
    page.add(Spelling.name(graph.name())).add(" (");
    declarations(inputs);
    page.add(") => (");
    declarations(graph.outputs().stream().map(Output::info).toList());
    page.add(") ");
    values(graph);
    nodes(graph);
  }

  private void declarations(List<ValueInfo> infos) {
    String separator = "";
    for (ValueInfo info : infos) {
      page.add(separator).valueInfo(info);
      separator = ", ";
    }
  }

  /** Constants and what is declared of results, one a line. */
  private void values(Graph graph) {
    List<Runnable> lines = new ArrayList<>();
    for (GraphInput input : graph.inputs()) {
      input
          .byDefault()
          .ifPresent(payload -> lines.add(() -> tensors.initializer(input.name(), payload)));
    }
    for (Initializer initializer : graph.initializers()) {
      lines.add(() -> tensors.initializer(initializer.name(), initializer.payload()));
    }
    graph.valueInfos().values().forEach(info -> lines.add(() -> page.valueInfo(info)));
    values(lines);
  }

  /** Prints value infos of a function. */
  void valueInfos(Graph body) {
    List<Runnable> lines = new ArrayList<>();
    body.valueInfos().values().forEach(info -> lines.add(() -> page.valueInfo(info)));
    values(lines);
  }

  private void values(List<Runnable> lines) {
    if (lines.isEmpty()) {
      return;
    }
    page.indent();
    String separator = "<";
    for (Runnable line : lines) {
      page.add(separator).line();
      line.run();
      separator = ",";
    }
    page.outdent();
    page.line().add("> ");
  }

  /** Prints the nodes of a graph in braces. */
  void nodes(Graph graph) {
    page.add("{");
    page.indent();
    for (Node node : graph.nodes()) {
      page.line();
      node(node);
    }
    page.outdent();
    page.line().add("}");
  }

  private void node(Node node) {
    Unsaid.of(Unsaid.Message.NODE, node.carried(), "node '" + node.label() + "'")
        .forEach(page::remark);
    if (!node.name().isEmpty()) {
      page.add("[").add(Spelling.name(node.name())).add("] ");
    }
    page.add(names(node.outputs())).add(node.outputs().isEmpty() ? "= " : " = ");
    Operator operator = node.operator();
    if (!operator.domain().isEmpty()) {
      for (String part : operator.domain().split("\\.", -1)) {
        page.add(Spelling.name(part)).add(".");
      }
    }
    page.add(Spelling.name(operator.type()));
    if (!operator.overload().isEmpty()) {
      page.add(":").add(Spelling.name(operator.overload()));
    }
    page.add(" ");
    boolean nested = !node.subgraphs().isEmpty();
    if (!nested && !node.attributes().isEmpty()) {
      attributes.list(node.attributes());
      page.add(" ");
    }
    page.add("(").add(names(node.inputs())).add(")");
    if (nested) {
      page.add(" ");
      attributes.list(node.attributes());
    }
  }

  private static String names(List<Value> values) {
    return values.stream()
        .map(value -> Spelling.name(value.name()))
        .collect(Collectors.joining(", "));
  }
}
