package dev.repfuse.pass.adapt;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.Optional;
import java.util.Set;

/**
 * A node at the very end that normalises the vector as a whole: the head ends before it.
 *
 * @param node gives the graph output
 * @param vector what it normalises
 */
record HeadEnd(Node node, NamedValue vector) {
  private static final Set<String> OF_ONE_INPUT =
      Set.of("Softmax", "LogSoftmax", "Sigmoid", "LpNormalization");

  /** What a chain from a vector to its own length is made of. */
  private static final Set<String> OF_A_NORM =
      Set.of(
          "ReduceL2",
          "ReduceSumSquare",
          "ReduceSum",
          "Mul",
          "Pow",
          "Sqrt",
          "Clip",
          "Max",
          "Add",
          "Expand",
          "Cast",
          "Identity",
          "Unsqueeze");

  private static final Set<String> SUMS = Set.of("ReduceL2", "ReduceSumSquare", "ReduceSum");

  /** The end that a value comes out of. */
  static Optional<HeadEnd> of(NamedValue output, Facts facts) {
    if (!(output instanceof Result result) || !facts.isStandard(result.producer())) {
      return Optional.empty();
    }
    Node node = result.producer();
    boolean ends =
        OF_ONE_INPUT.contains(node.opType())
            || (node.is("Div") && isNormOf(node.input(1), node.input(0), facts));
    return ends && node.input(0) instanceof NamedValue vector
        ? Optional.of(new HeadEnd(node, vector))
        : Optional.empty();
  }

  /** Whether a value is the length of a vector, perhaps held off zero and repeated. */
  private static boolean isNormOf(Value divisor, Value vector, Facts facts) {
    Value value = divisor;
    boolean summed = false;
    while (!value.equals(vector)) {
      if (!(value instanceof Result result)
          || !facts.isStandard(result.producer())
          || !OF_A_NORM.contains(result.producer().opType())) {
        return false;
      }
      summed |= SUMS.contains(result.producer().opType());
      value = result.producer().input(0);
    }
    return summed;
  }
}
