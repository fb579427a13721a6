package dev.repfuse.ir.check;

import static dev.repfuse.ir.check.ModelCheck.refused;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.schema.Schema;
import dev.repfuse.ir.schema.Schemas;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks a node's form: how many inputs, outputs and attributes of which types it has. */
final class NodeCheck {
  private static final int TENSOR = 4;
  private static final int SPARSE_TENSOR = 11;
  private static final List<String> TYPE_NAMES =
      List.of(
          "nothing",
          "a float",
          "an integer",
          "a string",
          "a tensor",
          "a graph",
          "a list of floats",
          "a list of integers",
          "a list of strings",
          "a list of tensors",
          "a list of graphs",
          "a sparse tensor",
          "a list of sparse tensors",
          "a type",
          "a list of types");

  private final long opset;
  private final Set<Operator> functions;
  private final boolean inFunction;

  NodeCheck(long opset, Set<Operator> functions, boolean inFunction) {
    this.opset = opset;
    this.functions = functions;
    this.inFunction = inFunction;
  }

  void check(Node node) {
    if (node.opType().isEmpty()) {
      throw refused(node, "it names no operator");
    }
    for (Attribute attribute : node.attributes()) {
      if (!inFunction && attribute.content() instanceof Attribute.Reference) {
        throw refused(
            node,
            "attribute '%s' refers to an attribute of a function, but stands in none"
                .formatted(attribute.name()));
      }
    }
    if (node.operator().isStandard()
        && !functions.contains(FunctionCheck.canonical(node.operator()))) {
      Schemas.of(node.opType(), opset).ifPresent(schema -> check(node, schema));
    }
  }

  private static void check(Node node, Schema schema) {
    int inputs = node.inputs().size();
    if (inputs < schema.inputs().least() || inputs > schema.inputs().most()) {
      throw refused(node, "it has %d inputs; %s".formatted(inputs, wanted(schema.inputs())));
    }
    int outputs = node.outputs().size();
    if (outputs < schema.outputs().least() || outputs > schema.outputs().most()) {
      throw refused(node, "it has %d outputs; %s".formatted(outputs, wanted(schema.outputs())));
    }
    for (Attribute attribute : node.attributes()) {
      Optional.ofNullable(schema.attributes().get(attribute.name()))
          .ifPresent(stated -> check(node, attribute, stated.typeCode()));
    }
    for (Schema.AttributeSchema stated : schema.attributes().values()) {
      if (stated.required() && node.attribute(stated.name()).isEmpty()) {
        throw refused(node, "its attribute '%s' is missing".formatted(stated.name()));
      }
    }
    if (node.is("If")) {
      checkBranches(node);
    }
  }

  private static String wanted(Schema.Count count) {
    if (count.most() == Integer.MAX_VALUE) {
      return "at least %d are needed".formatted(count.least());
    }
    return count.least() == count.most()
        ? "%d are needed".formatted(count.least())
        : "%d to %d are needed".formatted(count.least(), count.most());
  }

  private static void check(Node node, Attribute attribute, int wanted) {
    int own = typeCode(attribute.content());
    boolean sparse = own == SPARSE_TENSOR && wanted == TENSOR;
    if (own != 0 && own != wanted && !sparse) {
      throw refused(
          node,
          "attribute '%s' is %s where %s is needed"
              .formatted(attribute.name(), TYPE_NAMES.get(own), TYPE_NAMES.get(wanted)));
    }
  }

  /** The value of {@code AttributeProto.AttributeType}; 0 when it does not say. */
  private static int typeCode(Attribute.Content content) {
    return switch (content) {
      case Attribute.FloatValue _ -> 1;
      case Attribute.IntValue _ -> 2;
      case Attribute.StringValue _ -> 3;
      case Attribute.TensorValue _ -> TENSOR;
      case Attribute.GraphValue _ -> 5;
      case Attribute.FloatValues _ -> 6;
      case Attribute.IntValues _ -> 7;
      case Attribute.StringValues _ -> 8;
      case Attribute.TensorValues _ -> 9;
      case Attribute.GraphValues _ -> 10;
      case Attribute.SparseTensorValue _ -> SPARSE_TENSOR;
      case Attribute.SparseTensorValues _ -> 12;
      case Attribute.TypeValue _ -> 13;
      case Attribute.TypeValues _ -> 14;
      case Attribute.Reference _, Attribute.Nothing _ -> 0;
    };
  }

  private static void checkBranches(Node node) {
    List<Graph> branches = node.subgraphs();
    if (branches.size() != 2) {
      return;
    }
    int first = branches.get(0).outputs().size();
    int second = branches.get(1).outputs().size();
    if (first != second) {
      throw refused(node, "its branches have %d and %d outputs".formatted(first, second));
    }
    if (node.outputs().size() > first) {
      throw refused(
          node, "it has %d outputs, its branches have %d".formatted(node.outputs().size(), first));
    }
  }
}
