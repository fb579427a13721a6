package dev.repfuse.pass.choice;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A comparison of one element with constants, as an If reads it.
 *
 * @param element the only one that it depends on
 */
record Condition(Survey survey, Value value, Element element) {
  /** Conditions are short. */
  private static final int DEEPEST = 8;

  /** The condition that an If has, if it is of this kind. */
  static Optional<Condition> of(Node node, Survey survey) {
    return survey.facts().is(node, "If")
        ? element(node.input(0), survey, DEEPEST)
            .map(element -> new Condition(survey, node.input(0), element))
            .filter(condition -> condition.evaluate(node.input(0), 0, DEEPEST).isPresent())
        : Optional.empty();
  }

  private static Optional<Element> element(Value value, Survey survey, int depth) {
    Optional<Element> own = survey.element(value);
    if (own.isPresent() || depth == 0 || !(value instanceof Result result)) {
      return own;
    }
    for (Value input : result.producer().inputs()) {
      Optional<Element> inside = element(input, survey, depth - 1);
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }

  /** Whether it holds for a choice. */
  boolean holds(int choice) {
    return evaluate(value, choice, DEEPEST).orElseThrow() != 0;
  }

  /** The value where the element has a number; nothing if it depends on something else. */
  private OptionalDouble evaluate(Value of, double number, int depth) {
    Optional<Element> own = survey.element(of);
    if (own.isPresent()) {
      return own.get().equals(element) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }
    Optional<Double> constant =
        survey
            .facts()
            .known(of)
            .filter(tensor -> tensor.isNumeric() && tensor.elementCount() == 1)
            .map(tensor -> tensor.doubles()[0]);
    if (constant.isPresent()) {
      return OptionalDouble.of(constant.get());
    }
    if (depth == 0
        || !(of instanceof Result result)
        || !survey.facts().isStandard(result.producer())) {
      return OptionalDouble.empty();
    }
    Node node = result.producer();
    OptionalDouble a = evaluate(node.input(0), number, depth - 1);
    OptionalDouble b =
        node.inputs().size() > 1
            ? evaluate(node.input(1), number, depth - 1)
            : OptionalDouble.of(0);
    return a.isPresent() && b.isPresent()
        ? apply(node.opType(), a.getAsDouble(), b.getAsDouble())
        : OptionalDouble.empty();
  }

  private static OptionalDouble apply(String operator, double a, double b) {
    return switch (operator) {
      case "Identity", "Cast", "Squeeze", "Unsqueeze", "Reshape" -> OptionalDouble.of(a);
      case "Equal" -> truth(a == b);
      case "Less" -> truth(a < b);
      case "LessOrEqual" -> truth(a <= b);
      case "Greater" -> truth(a > b);
      case "GreaterOrEqual" -> truth(a >= b);
      case "Not" -> truth(a == 0);
      case "And" -> truth(a != 0 && b != 0);
      case "Or" -> truth(a != 0 || b != 0);
      default -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble truth(boolean holds) {
    return OptionalDouble.of(holds ? 1 : 0);
  }
}
