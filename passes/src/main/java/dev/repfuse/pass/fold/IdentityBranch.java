package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the identity branch of a region: where the source itself is added to what convolutions made
 * of it. Folded, it is a tap of size one in a kernel of small weights; a quantizer that has to
 * cover both with one scale loses digits of the small ones.
 */
final class IdentityBranch {
  private IdentityBranch() {}

  /** What was found. */
  sealed interface Finding {}

  /** There is no such branch. */
  record None() implements Finding {}

  /**
   * The region's value is the source plus the rest.
   *
   * @param rest the sum of all other branches
   */
  record Beside(Expression rest) implements Finding {}

  /**
   * It cannot be left out of the kernel.
   *
   * @param sum the node that adds it
   */
  record Inside(Node sum) implements Finding {}

  /** Looks for the branch in a region whose values are known as expressions of its source. */
  static Finding in(Region region, Map<Value, Expression> expressions) {
    List<Node> sums = new ArrayList<>();
    Map<Value, Region.Member> members = new HashMap<>();
    for (Region.Member member : region.members()) {
      members.put(member.result(), member);
      if (addsIdentity(member, expressions)) {
        sums.add(member.node());
      }
    }
    if (sums.isEmpty()) {
      return new None();
    }
    List<Affine> rest = new ArrayList<>();
    int identities = 0;
    for (Value addend : addends(region.members().getFirst(), members)) {
      if (!(expressions.get(addend) instanceof Affine affine)) {
        return new Inside(sums.getFirst());
      }
      if (affine.isIdentity()) {
        identities++;
      } else {
        rest.add(affine);
      }
    }
    return sums.size() == 1 && identities == 1 && !rest.isEmpty()
        ? new Beside(Addition.ofAll(rest))
        : new Inside(sums.getFirst());
  }

  private static boolean addsIdentity(Region.Member member, Map<Value, Expression> expressions) {
    Node node = member.node();
    boolean identity = false;
    boolean other = false;
    for (Value operand : member.step().operands()) {
      if (expressions.get(operand) instanceof Affine affine) {
        identity |= affine.isIdentity();
        other |= affine.chosen().isEmpty();
      }
    }
    return (node.is("Add") || node.is("Sum") || node.is("Sub")) && identity && other;
  }

  /** What the region's value is the sum of, left to right. */
  private static List<Value> addends(Region.Member root, Map<Value, Region.Member> members) {
    List<Value> addends = new ArrayList<>();
    Deque<Value> open = new ArrayDeque<>(List.of(root.result()));
    while (!open.isEmpty()) {
      Value value = open.pop();
      Region.Member member = members.get(value);
      if (member != null && isSum(member)) {
        member.step().operands().reversed().forEach(open::push);
      } else {
        addends.add(value);
      }
    }
    return addends;
  }

  private static boolean isSum(Region.Member member) {
    return (member.node().is("Add") || member.node().is("Sum"))
        && member.step().operands().size() > 1;
  }
}
