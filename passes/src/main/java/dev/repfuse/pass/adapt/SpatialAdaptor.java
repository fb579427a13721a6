package dev.repfuse.pass.adapt;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Names;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.GraphEditor;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.ir.edit.Resizing;
import dev.repfuse.pass.Facts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Gives a model a dense map whose mean over positions is the vector of a head (Huang and Guo,
 * "Pixel-Wise Contrastive Distillation", 2023). What else reads the pooled vector or one behind it
 * goes on reading it.
 */
public final class SpatialAdaptor {
  private SpatialAdaptor() {}

  /** The head of each graph output, or why it has none, in the order of the outputs. */
  public static List<Finding> heads(Model model) {
    Facts facts = Facts.of(model);
    return model.graph().outputs().stream().map(output -> HeadSearch.of(output, facts)).toList();
  }

  /**
   * Adds the dense map of a head, [N, channels, positions…], as the last graph output.
   *
   * @return its name, {@code <output>_dense} with a number if that is taken
   */
  public static String adapt(Model model, Head head) {
    Facts facts = Facts.of(model);
    int rank = facts.rank(head.map()).orElseThrow();
    DenseNodes nodes =
        new DenseNodes(head.map(), rank - 2, facts.element(head.map()), facts.opset());
    head.steps().forEach(step -> step.append(nodes));
    Shape map = facts.shape(head.map()).orElseThrow();
    List<Dim> extents = new ArrayList<>(map.dims());
    extents.set(1, facts.shape(head.vector()).orElse(Shape.unknown(2)).dim(1));
    String name = free(model.graph().names(), head.output() + "_dense");
    Type type = Type.tensor(facts.element(head.map()), new Shape(extents));
    GraphEditor.apply(
        new Edit.Return(
            head.vector().producer(), named(nodes.list(), model), ValueInfo.of(name, type)));
    return name;
  }

  /** The nodes under names that no other node has, as layers that two heads share would. */
  private static List<NewNode> named(List<NewNode> nodes, Model model) {
    Set<String> taken = new HashSet<>();
    model.graph().nodes().forEach(node -> taken.add(node.name()));
    List<NewNode> named = new ArrayList<>(nodes.size());
    for (NewNode node : nodes) {
      String name = node.name();
      for (int number = 2; !name.isEmpty() && !taken.add(name); number++) {
        name = node.name() + "_" + number;
      }
      named.add(new NewNode(node.operator(), name, node.inputs(), node.attributes()));
    }
    return named;
  }

  /** Lets a graph output go, and what only that needed. */
  public static void withdraw(Model model, String output) {
    GraphEditor.apply(new Edit.Withdraw(model.graph(), index(model.graph(), output)));
  }

  /**
   * Puts the mean over positions in the place of a dense map that {@link #adapt} made, under its
   * name and in the shape of the head's vector.
   */
  public static void average(Model model, String dense) {
    Result result = (Result) output(model.graph(), dense);
    Facts facts = Facts.of(model);
    Shape shape = facts.shape(result).orElseThrow();
    Node maker = result.producer();
    DenseNodes nodes =
        new DenseNodes(result, shape.rank() - 2, facts.element(result), facts.opset());
    nodes.mean("", false);
    List<NewNode> all = new ArrayList<>();
    all.add(
        new NewNode(
            maker.operator(),
            maker.name(),
            maker.inputs().stream().map(Operand::of).toList(),
            maker.attributes()));
    for (NewNode node : nodes.list()) {
      List<Operand> inputs = new ArrayList<>(node.inputs());
      inputs.set(0, new Operand.Made(0, 0));
      all.add(new NewNode(node.operator(), node.name(), inputs, node.attributes()));
    }
    GraphEditor.apply(new Edit.Rebuild(result, all));
    Resizing declared = new Resizing();
    declared.shape(result, new Shape(shape.dims().subList(0, 2)));
    declared.apply();
  }

  /**
   * Returns a value inside of a model also as a further graph output.
   *
   * @param vector the name of a node's result, [N, channels], perhaps with axes of extent 1
   * @param name the output's, which nothing has yet
   */
  public static void expose(Model model, String vector, String name) {
    Result value = result(model.graph(), vector);
    Facts facts = Facts.of(model);
    Shape shape = facts.shape(value).orElse(Shape.unknown(2));
    Type type = Type.tensor(facts.element(value), new Shape(shape.dims().subList(0, 2)));
    NewNode flat = NewNode.of("Flatten", "", List.of(Operand.of(value)), List.of());
    GraphEditor.apply(new Edit.Return(value.producer(), List.of(flat), ValueInfo.of(name, type)));
  }

  private static Result result(Graph graph, String name) {
    for (Node node : graph.nodes()) {
      for (Result result : node.results()) {
        if (result.name().equals(name)) {
          return result;
        }
      }
    }
    throw new IllegalArgumentException("no node gives '" + name + "'");
  }

  private static NamedValue output(Graph graph, String name) {
    return graph.outputs().get(index(graph, name)).value();
  }

  private static int index(Graph graph, String name) {
    return IntStream.range(0, graph.outputs().size())
        .filter(index -> graph.outputs().get(index).value().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no output"));
  }

  private static String free(Names names, String wanted) {
    String name = wanted;
    for (int number = 2; names.isTaken(name); number++) {
      name = wanted + "_" + number;
    }
    return name;
  }
}
