package dev.repfuse.ir.edit;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Carried;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change of extents all over a graph. Each part of it alone would leave the graph inconsistent,
 * so it is collected first and then applied as a whole.
 */
public final class Resizing {
  private final Map<Initializer, Tensor> constants = new LinkedHashMap<>();
  private final Map<Node, List<Attribute>> attributes = new LinkedHashMap<>();
  private final Map<Node, Map<Integer, Operand>> operands = new LinkedHashMap<>();
  private final Map<Node, Map<Integer, NewNode>> computed = new LinkedHashMap<>();
  private final Map<Result, Shape> shapes = new LinkedHashMap<>();

  /** A constant gets other numbers and keeps its name; everybody who reads it is concerned. */
  public void constant(Initializer initializer, Tensor tensor) {
    constants.put(initializer, tensor);
  }

  /** An attribute of a node gets another value, or is added. */
  public void attribute(Node node, Attribute attribute) {
    withoutAttribute(node, attribute.name());
    attributesOf(node).add(attribute);
  }

  /** An attribute of a node goes, if it has it. */
  public void withoutAttribute(Node node, String name) {
    attributesOf(node).removeIf(old -> old.name().equals(name));
  }

  private List<Attribute> attributesOf(Node node) {
    return attributes.computeIfAbsent(node, n -> new ArrayList<>(n.attributes()));
  }

  /**
   * An input of a node is connected to something else, a value or a new constant.
   *
   * @param index at most the number of inputs, so that one can be added
   */
  public void operand(Node node, int index, Operand operand) {
    operands.computeIfAbsent(node, n -> new LinkedHashMap<>()).put(index, operand);
  }

  /**
   * An input of a node is computed by a new node in front of it.
   *
   * @param maker reads values that exist and new constants
   */
  public void computed(Node node, int index, NewNode maker) {
    computed.computeIfAbsent(node, n -> new LinkedHashMap<>()).put(index, maker);
  }

  /** What the file may declare of a value is to be this shape. */
  public void shape(Result result, Shape shape) {
    shapes.put(result, shape);
  }

  /** Carries everything out. */
  public void apply() {
    shapes.forEach(Resizing::declare);
    constants.forEach(
        (old, tensor) -> new GraphMutator(old.graph()).replaceInitializer(old, tensor));
    computed.forEach((node, inputs) ->
        inputs.forEach((index, maker) -> connect(node, index, made(node, maker))));
    operands.forEach((node, inputs) ->
        inputs.forEach((index, operand) -> connect(node, index, value(node, operand))));
    attributes.forEach(Resizing::restate);
  }

  private static void declare(Result result, Shape shape) {
    for (Use use : List.copyOf(result.uses())) {
      if (use instanceof Use.ByGraphOutput(Graph graph, int index)
          && graph.outputs().get(index).info().type() instanceof Type.TensorType(var element, _)) {
        Type type = new Type.TensorType(element, Optional.of(shape));
        new GraphMutator(graph).redeclareOutput(index, ValueInfo.of(result.name(), type));
      }
    }
    ValueInfo info = result.graph().valueInfos().get(result.name());
    if (info != null && info.type() instanceof Type.TensorType(var element, var old)) {
      Type type = new Type.TensorType(element, Optional.of(shape));
      new GraphMutator(result.graph()).redeclare(ValueInfo.of(info.name(), type));
    }
  }

  private static Value value(Node reader, Operand operand) {
    GraphMutator mutator = new GraphMutator(reader.graph());
    return switch (operand) {
      case Operand.Existing(Value existing) -> existing;
      case Operand.Constant(Tensor tensor, String hint) ->
          mutator.addInitializer(mutator.freshName(hint), tensor, Optional.empty());
      case Operand.Made made -> throw new IllegalArgumentException("no node is made here: " + made);
    };
  }

  private static Value made(Node reader, NewNode maker) {
    GraphMutator mutator = new GraphMutator(reader.graph());
    List<Value> inputs = maker.inputs().stream().map(operand -> value(reader, operand)).toList();
    Node node =
        mutator.newNode(
            maker.operator(),
            maker.name(),
            inputs,
            maker.attributes(),
            Carried.NONE,
            Optional.empty());
    mutator.insertBefore(node, reader);
    return mutator.addResult(
        node, 0, mutator.freshName(reader.label() + "_" + maker.operator().type()));
  }

  private static void connect(Node node, int index, Value value) {
    Value before = node.input(index);
    new GraphMutator(node.graph()).setInput(node, index, value);
    if (before instanceof Initializer old && old.uses().isEmpty()) {
      new GraphMutator(old.graph()).removeInitializer(old);
    }
  }

  private static void restate(Node old, List<Attribute> attributes) {
    GraphMutator mutator = new GraphMutator(old.graph());
    Node made =
        mutator.newNode(
            old.operator(),
            old.name(),
            List.copyOf(old.inputs()),
            attributes,
            old.carried(),
            Optional.empty());
    mutator.insertBefore(made, old);
    for (Result result : List.copyOf(old.results())) {
      mutator.moveResult(result, made, result.index());
    }
    mutator.remove(old);
  }
}
