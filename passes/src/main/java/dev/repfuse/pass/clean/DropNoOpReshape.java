package dev.repfuse.pass.clean;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Rewrite;
import java.util.Arrays;
import java.util.Optional;

/** Removes Reshape, Flatten, Squeeze, Unsqueeze and Expand nodes that give the shape there was. */
public final class DropNoOpReshape implements Rewrite {
  /** From this operator set on, Squeeze and Unsqueeze take their axes as an input. */
  private static final long AXES_ARE_INPUT = 13;

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (anchor.result().isEmpty() || !facts.isStandard(anchor)) {
      return Outcome.NOT_MINE;
    }
    Value input = anchor.input(0);
    Value result = anchor.result().get();
    if (anchor.is("Expand")) {
      return SameShape.surely(input, result, facts) ? NoOp.drop(anchor, input) : Outcome.NOT_MINE;
    }
    if (!keepsElements(anchor)) {
      return Outcome.NOT_MINE;
    }
    if (SameShape.surelyWithSameCount(input, result, facts)) {
      return NoOp.drop(anchor, input);
    }
    if (!(input instanceof Result inner)
        || !facts.isStandard(inner.producer())
        || !keepsElements(inner.producer())) {
      return Outcome.NOT_MINE;
    }
    Value origin = inner.producer().input(0);
    return undoes(anchor, inner.producer(), facts)
            || SameShape.surelyWithSameCount(origin, result, facts)
        ? NoOp.drop(anchor, origin)
        : Outcome.NOT_MINE;
  }

  /** Whether one inserts the axes that the other takes out; no extent has to be known for that. */
  private static boolean undoes(Node second, Node first, Facts facts) {
    boolean opposite =
        (first.is("Squeeze") && second.is("Unsqueeze"))
            || (first.is("Unsqueeze") && second.is("Squeeze"));
    Optional<long[]> axes = opposite ? axes(first, facts) : Optional.empty();
    return axes.isPresent()
        && axes(second, facts).filter(others -> Arrays.equals(axes.get(), others)).isPresent();
  }

  /** Sorted; counted in the longer of the two shapes, for Squeeze and Unsqueeze alike. */
  private static Optional<long[]> axes(Node node, Facts facts) {
    Optional<long[]> axes =
        facts.opset() < AXES_ARE_INPUT
            ? node.intsAttribute("axes")
            : facts.known(node.input(1)).filter(t -> t.type().isInteger()).map(Tensor::longs);
    axes.ifPresent(Arrays::sort);
    return axes;
  }

  private static boolean keepsElements(Node node) {
    return switch (node.opType()) {
      case "Reshape", "Flatten", "Squeeze", "Unsqueeze" -> true;
      default -> false;
    };
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
