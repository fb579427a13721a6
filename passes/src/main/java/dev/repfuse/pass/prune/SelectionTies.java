package dev.repfuse.pass.prune;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import java.util.Optional;

/** Concat, Split and Gather: positions of one axis from positions of others. */
final class SelectionTies {
  private SelectionTies() {}

  static void concat(Node node, Ties ties) {
    int axis = axis(node, ties.rank(node.output(0)), 0);
    parts(node, ties, node.output(0), node.inputs(), axis);
  }

  static void split(Node node, Ties ties) {
    int axis = axis(node, ties.rank(node.input(0)), 0);
    parts(node, ties, node.input(0), node.outputs(), axis);
  }

  private static int axis(Node node, int rank, long otherwise) {
    return Shape.axis(node.intAttribute("axis", otherwise), rank);
  }

  /** The whole's axis is that of the parts one after the other; other axes are equal. */
  private static void parts(Node node, Ties ties, Value whole, Iterable<Value> parts, int joined) {
    Optional<Atoms.Line> all = ties.line(whole, joined);
    int at = 0;
    for (Value part : parts) {
      for (int axis = 0; axis < ties.rank(whole); axis++) {
        if (axis != joined) {
          ties.tie(node, part, axis, whole, axis);
        }
      }
      Optional<Atoms.Line> own = ties.line(part, joined);
      if (all.isEmpty() || own.isEmpty()) {
        UnknownTies.pin(node, ties, "an extent along the axis is not known");
        return;
      }
      for (int i = 0; i < own.get().extent(); i++) {
        ties.atoms().join(own.get().at(i), all.get().at(at + i));
      }
      at += own.get().extent();
    }
  }

  /** data[…,n,…] and constant indices; what is picked for good, without an axis, stays. */
  static void gather(Node node, Ties ties) {
    Value data = node.input(0);
    Value indices = node.input(1);
    Value y = node.output(0);
    int rank = ties.rank(data);
    int axis = axis(node, rank, 0);
    int inserted = ties.rank(indices);
    for (int i = 0; i < rank; i++) {
      if (i != axis) {
        ties.tie(node, data, i, y, i < axis ? i : i - 1 + inserted);
      }
    }
    Optional<Atoms.Line> line = ties.line(data, axis);
    Optional<Tensor> picked = ties.facts().known(indices);
    if (inserted > 1 || line.isEmpty() || picked.isEmpty()) {
      ties.pin(node, data, axis, "it is indexed by numbers that are not known");
      for (int i = 0; i < inserted; i++) {
        ElementwiseTies.broadcastAxis(node, ties, indices, i, y, axis + i);
        ties.pin(node, y, axis + i, "it counts indices");
      }
      return;
    }
    long[] numbers = picked.get().longs();
    Optional<Atoms.Line> made = inserted == 1 ? ties.line(y, axis) : Optional.empty();
    for (int i = 0; i < numbers.length; i++) {
      long index = numbers[i] < 0 ? numbers[i] + line.get().extent() : numbers[i];
      if (index < 0 || index >= line.get().extent()) {
        UnknownTies.pin(node, ties, "an index is out of range");
        return;
      }
      int atom = line.get().at((int) index);
      if (made.isPresent()) {
        ties.atoms().join(made.get().at(i), atom);
      } else {
        ties.atoms().pin(atom, new Pin(node.toString(), "it picks this position"));
      }
    }
  }
}
