package dev.repfuse.pass.clean;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;

/** Removes Casts to the type that a value has, and Casts back from a wider type. */
public final class DropNoOpCast implements Rewrite {
  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.is(anchor, "Cast") && !facts.is(anchor, "CastLike")) {
      return Outcome.NOT_MINE;
    }
    ElementType to = target(anchor, facts);
    Value input = anchor.input(0);
    if (to != ElementType.UNDEFINED && facts.element(input) == to) {
      return NoOp.drop(anchor, input);
    }
    if (input instanceof Result inner && facts.is(inner.producer(), "Cast")) {
      Value origin = inner.producer().input(0);
      if (to != ElementType.UNDEFINED && facts.element(origin) == to) {
        return holds(facts.element(input), to)
            ? NoOp.drop(anchor, origin)
            : Outcome.declined(Reason.ROUNDS, "through " + facts.element(input).keyword());
      }
    }
    return Outcome.NOT_MINE;
  }

  private static ElementType target(Node node, Facts facts) {
    return node.is("Cast")
        ? ElementType.ofCode(node.intAttribute("to", 0)).orElse(ElementType.UNDEFINED)
        : facts.element(node.input(1));
  }

  /** Whether {@code wide} can hold every value of {@code narrow}. */
  private static boolean holds(ElementType wide, ElementType narrow) {
    return switch (wide) {
      case DOUBLE ->
          switch (narrow) {
            case FLOAT, FLOAT16, BFLOAT16, INT32, UINT32, INT16, UINT16, INT8, UINT8 -> true;
            default -> false;
          };
      case FLOAT ->
          switch (narrow) {
            case FLOAT16, BFLOAT16, INT16, UINT16, INT8, UINT8 -> true;
            default -> false;
          };
      case INT64 ->
          switch (narrow) {
            case INT32, UINT32, INT16, UINT16, INT8, UINT8 -> true;
            default -> false;
          };
      case INT32 ->
          switch (narrow) {
            case INT16, UINT16, INT8, UINT8 -> true;
            default -> false;
          };
      default -> false;
    };
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
