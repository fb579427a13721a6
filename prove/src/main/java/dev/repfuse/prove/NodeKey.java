package dev.repfuse.prove;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What decides the results of a node: nodes with equal keys compute the same.
 *
 * @param name of the first result where the rest does not decide; empty otherwise
 */
record NodeKey(
    String operator, List<Argument> attributes, List<Integer> inputs, int outputs, String name) {
  private static final int ABSENT = -1;

  /** An attribute, compared by content. */
  record Argument(Attribute attribute) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Argument(Attribute that)
          && attribute.name().equals(that.name())
          && attribute.sameContent(that);
    }

    @Override
    public int hashCode() {
      int content =
          switch (attribute.content()) {
            case Attribute.IntValue(long value) -> Long.hashCode(value);
            case Attribute.IntValues(long[] values) -> Arrays.hashCode(values);
            default -> 0;
          };
      return 31 * attribute.name().hashCode() + content;
    }
  }

  /**
   * The key of a node.
   *
   * @param classes numbers that are equal for equal values; nothing if a value has none yet
   * @param opaque whether only the name of its first result tells it from others
   * @return nothing if the class of an input is not known
   */
  static Optional<NodeKey> of(
      Node node, Function<Value, Optional<Integer>> classes, boolean opaque) {
    List<Integer> inputs = new ArrayList<>();
    for (Value input : node.inputs()) {
      Optional<Integer> known =
          input instanceof Absent ? Optional.of(ABSENT) : classes.apply(input);
      if (known.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(known.get());
    }
    while (!inputs.isEmpty() && inputs.getLast() == ABSENT) {
      inputs.removeLast();
    }
    String name = opaque ? node.result().map(Value::name).orElse("") : "";
    return Optional.of(
        new NodeKey(operator(node), arguments(node), inputs, node.outputs().size(), name));
  }

  static String operator(Node node) {
    return node.operator().canonicalDomain()
        + "."
        + node.opType()
        + ":"
        + node.operator().overload();
  }

  /** The attributes but for subgraphs, in the order of their names. */
  static List<Argument> arguments(Node node) {
    return node.attributes().stream()
        .filter(attribute -> attribute.graphs().isEmpty())
        .sorted(Comparator.comparing(Attribute::name))
        .map(Argument::new)
        .toList();
  }

  /** Whether two values are the same output of the same operator. */
  static boolean twins(Result first, Result second) {
    Node one = first.producer();
    Node two = second.producer();
    return first.index() == second.index()
        && operator(one).equals(operator(two))
        && arguments(one).equals(arguments(two))
        && bodies(one).equals(bodies(two))
        && one.outputs().size() == two.outputs().size();
  }

  /** The names of the attributes that hold subgraphs, in their order. */
  private static List<String> bodies(Node node) {
    return node.attributes().stream()
        .flatMap(attribute -> attribute.graphs().stream().map(_ -> attribute.name()))
        .toList();
  }

  /** A tensor, compared by content. */
  record Content(Tensor tensor) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Content(Tensor that) && tensor.sameAs(that);
    }

    @Override
    public int hashCode() {
      int hash = 31 * tensor.type().hashCode() + tensor.shape().hashCode();
      if (tensor.strings().isEmpty()) {
        long size = tensor.byteSize();
        long step = Math.max(1, size / 64);
        for (long i = 0; i < size; i += step) {
          hash = 31 * hash + tensor.bytes().get(ValueLayout.JAVA_BYTE, i);
        }
      }
      return hash;
    }
  }
}
