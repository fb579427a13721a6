package dev.repfuse.pass.clean;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Gain;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Rewrite;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Removes Transposes that move no axis, and merges two in a row. */
public final class DropNoOpTranspose implements Rewrite {
  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.is(anchor, "Transpose") || anchor.result().isEmpty()) {
      return Outcome.NOT_MINE;
    }
    Optional<int[]> permutation = permutation(anchor, facts);
    if (permutation.isEmpty()) {
      return Outcome.NOT_MINE;
    }
    if (isIdentity(permutation.get())) {
      return NoOp.drop(anchor, anchor.input(0));
    }
    if (!(anchor.input(0) instanceof Result inner) || !facts.is(inner.producer(), "Transpose")) {
      return Outcome.NOT_MINE;
    }
    Optional<int[]> first = permutation(inner.producer(), facts);
    if (first.isEmpty() || first.get().length != permutation.get().length) {
      return Outcome.NOT_MINE;
    }
    int[] both = new int[permutation.get().length];
    for (int axis = 0; axis < both.length; axis++) {
      both[axis] = first.get()[permutation.get()[axis]];
    }
    if (isIdentity(both)) {
      return NoOp.drop(anchor, inner.producer().input(0));
    }
    boolean together = inner.hasOneUse() && inner.graph() == anchor.graph();
    return together ? merged(anchor, inner.producer(), both) : Outcome.NOT_MINE;
  }

  private static Outcome merged(Node anchor, Node first, int[] axes) {
    long[] perm = java.util.Arrays.stream(axes).asLongStream().toArray();
    NewNode node =
        NewNode.of(
            "Transpose",
            anchor.name(),
            List.of(Operand.of(first.input(0))),
            List.of(Attribute.of("perm", perm)));
    Edit edit = new Edit.Rebuild(anchor.result().orElseThrow(), List.of(node));
    return new Outcome.Replace(edit, List.of(first, anchor), Gain.ONE_NODE);
  }

  private static Optional<int[]> permutation(Node node, Facts facts) {
    Optional<long[]> perm = node.intsAttribute("perm");
    OptionalInt rank = facts.rank(node.input(0));
    int length = perm.map(p -> p.length).orElse(rank.orElse(-1));
    if (length < 0 || rank.orElse(length) != length) {
      return Optional.empty();
    }
    int[] axes = new int[length];
    boolean[] seen = new boolean[length];
    for (int axis = 0; axis < length; axis++) {
      long from = perm.isPresent() ? perm.get()[axis] : length - 1 - axis;
      if (from < 0 || from >= length || seen[(int) from]) {
        return Optional.empty();
      }
      seen[(int) from] = true;
      axes[axis] = (int) from;
    }
    return Optional.of(axes);
  }

  private static boolean isIdentity(int[] permutation) {
    for (int axis = 0; axis < permutation.length; axis++) {
      if (permutation[axis] != axis) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
