package dev.repfuse.pass.clean;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Edits;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Sweep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The values of a constant cone that are to be stored: those that are read from outside of it, as
 * long as the file does not grow by them.
 */
final class Frontier {
  private static final long HEADER = 16;

  private final Set<Node> inside;
  private final List<Result> values = new ArrayList<>();

  private Frontier(List<Node> cone) {
    this.inside = new HashSet<>(cone);
  }

  /** In topological order; {@code cone} likewise. */
  static List<Result> of(List<Node> cone, Facts facts, Sweep.Remarks remarks) {
    Frontier frontier = new Frontier(cone);
    if (frontier.paysAsAWhole(cone, facts)) {
      return frontier.values;
    }
    frontier.values.clear();
    frontier.chooseOneByOne(cone.reversed(), facts, remarks);
    return frontier.values.reversed();
  }

  private boolean paysAsAWhole(List<Node> cone, Facts facts) {
    long added = 0;
    for (Node node : cone) {
      for (Result result : node.results()) {
        if (isReadOutside(result)) {
          values.add(result);
          added += bytes(result, facts);
        }
      }
    }
    return facts.growth().permitsConstant(added - Edits.bytesFreed(inside));
  }

  /** A node whose result is too large to be stored stays, so that what it reads is read outside. */
  private void chooseOneByOne(List<Node> lastFirst, Facts facts, Sweep.Remarks remarks) {
    for (Node node : lastFirst) {
      for (Result result : node.results().reversed()) {
        if (isReadOutside(result)) {
          if (paysAlone(result, facts)) {
            values.add(result);
          } else {
            inside.remove(node);
            remarks.declined(node, Reason.TOO_LARGE, "%d bytes".formatted(bytes(result, facts)));
          }
        }
      }
    }
  }

  /** Asked before anything is computed, so with a stand-in for the numbers. */
  private static boolean paysAlone(Result result, Facts facts) {
    Edit edit = new Edit.ToConstant(result, Tensor.ofLongs(Shape.of(0)));
    return facts.growth().permitsConstant(bytes(result, facts) - Edits.bytesFreed(edit));
  }

  private static long bytes(Result result, Facts facts) {
    long count = facts.shape(result).orElseThrow().elementCount().orElseThrow();
    return facts.element(result).bytesFor(count) + result.name().length() + HEADER;
  }

  private boolean isReadOutside(Result result) {
    for (Use use : result.uses()) {
      if (!(use instanceof Use.ByNode(Node reader, int index) && inside.contains(reader))) {
        return true;
      }
    }
    return false;
  }
}
