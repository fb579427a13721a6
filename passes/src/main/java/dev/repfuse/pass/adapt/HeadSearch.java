package dev.repfuse.pass.adapt;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Goes back from a graph output to the pooling, layer by layer. */
final class HeadSearch {
  /** Before this operator set, elementwise operators broadcast by other rules. */
  private static final long BROADCASTS = 7;

  private final String output;
  private final Facts facts;
  private final Deque<HeadStep> steps = new ArrayDeque<>();

  private HeadSearch(String output, Facts facts) {
    this.output = output;
    this.facts = facts;
  }

  static Finding of(Output output, Facts facts) {
    String name = output.value().name();
    if (facts.opset() < BROADCASTS) {
      return new Refusal(name, "operator set " + facts.opset(), "is older than 7");
    }
    Optional<HeadEnd> end = HeadEnd.of(output.value(), facts);
    NamedValue vector = end.map(HeadEnd::vector).orElse(output.value());
    return new HeadSearch(name, facts).from(vector, end.map(HeadEnd::node));
  }

  private Finding from(NamedValue vector, Optional<Node> end) {
    Value value = vector;
    while (value instanceof Result result) {
      Node node = result.producer();
      switch (LinkReader.read(result, facts)) {
        case Link.Layer(HeadStep step, Value input) -> {
          push(step);
          value = input;
        }
        case Link.Passing(Value input) -> value = input;
        case Link.Pooled(Value map) -> {
          return head(vector, node, map, end);
        }
        case Link.Barrier barrier -> {
          return barrier.at(node, output);
        }
      }
    }
    return new Refusal(output, "'" + value.name() + "'", "is reached without a global pooling");
  }

  /** Puts a layer in front; what is added behind a product is its bias. */
  private void push(HeadStep step) {
    Optional<Linear> joined =
        step instanceof Linear linear && steps.peekFirst() instanceof PerChannel behind
            ? linear.with(behind)
            : Optional.empty();
    joined.ifPresent(linear -> steps.removeFirst());
    steps.addFirst(joined.<HeadStep>map(linear -> linear).orElse(step));
  }

  private Finding head(NamedValue vector, Node pooling, Value pooled, Optional<Node> end) {
    if (steps.isEmpty()) {
      return new Refusal(output, pooling.toString(), "has no head behind it");
    }
    if (!(pooled instanceof NamedValue map) || facts.rank(map).orElse(0) < 3) {
      return new Refusal(output, pooling.toString(), "pools a map of unknown rank");
    }
    if (!facts.element(map).isFloating()) {
      return new Refusal(output, pooling.toString(), "pools a map of " + facts.element(map));
    }
    return new Head(output, map, pooling, steps.stream().toList(), (Result) vector, end);
  }
}
