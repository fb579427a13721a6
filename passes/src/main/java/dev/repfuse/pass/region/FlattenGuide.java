package dev.repfuse.pass.region;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.pass.Edits;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Gain;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import java.util.List;
import java.util.Optional;

/**
 * Lets an ArgMax of a Softmax look at a matrix of one row for each class instead of an image. Each
 * sum is over the same numbers in the same order. ONNX Runtime turns the axis of a Softmax inside
 * out, which it does an element at a time for an image and by blocks for a matrix; a measured third
 * of the time is left.
 */
public final class FlattenGuide implements Rewrite {
  /** From this operator set on, Softmax sums over one axis only. */
  private static final long ONE_AXIS = 13;

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (facts.opset() < ONE_AXIS
        || !facts.is(anchor, "ArgMax")
        || anchor.result().isEmpty()
        || !(anchor.input(0) instanceof Result soft)
        || !facts.is(soft.producer(), "Softmax")
        || !soft.hasOneUse()) {
      return Outcome.NOT_MINE;
    }
    Node softmax = soft.producer();
    Optional<long[]> guide = Views.sizes(softmax.input(0), facts);
    Optional<long[]> mask = Views.sizes(anchor.output(0), facts);
    if (guide.isEmpty() || mask.isEmpty() || guide.get().length < 3) {
      return Outcome.NOT_MINE;
    }
    long[] sizes = guide.get();
    int axis = Shape.axis(anchor.intAttribute("axis", 0), sizes.length);
    int summed = Shape.axis(softmax.intAttribute("axis", -1), sizes.length);
    long positions = Views.product(sizes, axis + 1, sizes.length);
    return axis == summed && Views.product(sizes, 0, axis) == 1 && positions > 1
        ? flat(anchor, softmax, new long[] {sizes[axis], positions}, mask.get(), facts)
        : Outcome.NOT_MINE;
  }

  private static Outcome flat(Node argMax, Node softmax, long[] rows, long[] mask, Facts facts) {
    NodeList nodes = new NodeList(facts);
    Operand matrix = nodes.reshape(Operand.of(softmax.input(0)), rows);
    Attribute first = Attribute.of("axis", 0);
    Operand soft =
        nodes.uncounted(NewNode.of("Softmax", softmax.name(), List.of(matrix), List.of(first)));
    Operand chosen =
        nodes.uncounted(
            NewNode.of("ArgMax", argMax.name(), List.of(soft), attributes(argMax, first)));
    nodes.reshape(chosen, mask);
    Edit.Rebuild edit =
        new Edit.Rebuild(argMax.result().orElseThrow(), nodes.nodes(), NodeList.HINT);
    long bytes = Edits.bytesAdded(edit) - Edits.bytesFreed(edit);
    return facts.growth().permits(bytes)
        ? new Outcome.Replace(edit, List.of(softmax, argMax), new Gain(-2, 0, 0))
        : Outcome.declined(Reason.WOULD_GROW, "by %d bytes".formatted(bytes));
  }

  private static List<Attribute> attributes(Node argMax, Attribute axis) {
    Attribute flat = Attribute.of("keepdims", 0);
    long last = argMax.intAttribute("select_last_index", 0);
    return last == 0
        ? List.of(axis, flat)
        : List.of(axis, flat, Attribute.of("select_last_index", last));
  }
}
