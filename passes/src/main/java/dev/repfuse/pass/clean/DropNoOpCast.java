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
    if (narrow == ElementType.BOOL) {
      return wide.isInteger() || wide.isFloating();
    }
    if (narrow.isFloating()) {
      return wide == ElementType.DOUBLE
          || (wide == ElementType.FLOAT && narrow != ElementType.DOUBLE);
    }
    if (!narrow.isInteger()) {
      return false;
    }
    if (wide.isFloating()) {
      return narrow.bits() <= digits(wide);
    }
    return wide.isInteger()
        && (isSigned(wide) == isSigned(narrow)
            ? wide.bits() >= narrow.bits()
            : isSigned(wide) && wide.bits() > narrow.bits());
  }

  private static boolean isSigned(ElementType integer) {
    return switch (integer) {
      case INT8, INT16, INT32, INT64 -> true;
      default -> false;
    };
  }

  /** Every whole number of so many binary digits is a number of the type. */
  private static int digits(ElementType floating) {
    return switch (floating) {
      case DOUBLE -> 53;
      case FLOAT -> 24;
      case FLOAT16 -> 11;
      case BFLOAT16 -> 8;
      default -> 0;
    };
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
