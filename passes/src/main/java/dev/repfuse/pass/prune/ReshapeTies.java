package dev.repfuse.pass.prune;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reshape, Flatten, Squeeze and Unsqueeze. Both shapes are taken apart into their common factors,
 * from the outermost axis on: [C,H,W] and [G,C/G·H·W] into G, C/G, H, W. An axis that is one factor
 * is tied to the axis on the other side that is the same one; an axis of several is a joint.
 */
final class ReshapeTies {
  private final Node node;
  private final Ties ties;
  private final Side from;
  private final Side to;

  private ReshapeTies(Node node, Ties ties) {
    this.node = node;
    this.ties = ties;
    this.from = new Side(node.input(0), ties);
    this.to = new Side(node.output(0), ties);
  }

  static void relate(Node node, Ties ties) {
    new ReshapeTies(node, ties).relate();
    if (ReshapeTarget.followsAShape(node, ties.facts())) {
      Value model = ((Result) node.input(1)).producer().input(0);
      for (int axis = 0; axis < ties.rank(model); axis++) {
        ties.tie(node, model, axis, node.output(0), axis);
      }
    } else if (node.is("Reshape")) {
      ReshapeTarget target = ReshapeTarget.of(node, ties.facts());
      for (int axis = 0; axis < ties.rank(node.output(0)); axis++) {
        if (!target.canSet(axis)) {
          ties.pin(node, node.output(0), axis, "its extent is computed");
        }
      }
    }
  }

  private void relate() {
    while (from.isOpen() && to.isOpen()) {
      if (from.isWhole() && to.isWhole() && from.dim().equals(to.dim())) {
        boolean known = from.dim() instanceof Dim.Known;
        if (!known && from.dim() instanceof Dim.Unknown) {
          break;
        }
        if (known) {
          ties.tie(node, from.value, from.axis, to.value, to.axis);
        }
        from.skip();
        to.skip();
      } else if (from.remaining().isPresent() && to.remaining().isPresent()) {
        if (!takeFactor(from.remaining().get(), to.remaining().get())) {
          break;
        }
      } else {
        break;
      }
    }
    keepRest(from);
    keepRest(to);
    from.close(node);
    to.close(node);
  }

  /** Takes the largest factor off both sides that is all that is left of an axis on one of them. */
  private boolean takeFactor(long left, long right) {
    long factor = Math.min(left, right);
    if (factor == 0 || Math.max(left, right) % factor != 0) {
      return false;
    }
    Atoms.Line line = lineOf(factor);
    from.take(factor, line);
    to.take(factor, line);
    return true;
  }

  /** The factor's own line where it is a whole axis, so that both sides share its atoms. */
  private Atoms.Line lineOf(long factor) {
    if (from.isWhole() && from.remaining().get() == factor) {
      return ties.line(from.value, from.axis).orElseGet(() -> ties.atoms().line((int) factor));
    }
    if (to.isWhole() && to.remaining().get() == factor) {
      return ties.line(to.value, to.axis).orElseGet(() -> ties.atoms().line((int) factor));
    }
    return ties.atoms().line((int) factor);
  }

  /** What could not be taken apart stays. */
  private void keepRest(Side side) {
    Pin pin = new Pin(node.toString(), "it is reshaped in a way that is not known");
    side.takeUnknown(pin);
    for (int axis = side.axis; axis < side.shape.rank(); axis++) {
      ties.line(side.value, axis).ifPresent(line -> ties.pin(line, pin));
    }
  }

  /** One of the two shapes while it is taken apart. */
  private static final class Side {
    private final Value value;
    private final Ties ties;
    private final Shape shape;
    private final List<List<Atoms.Line>> factors = new ArrayList<>();
    private int axis;
    private long taken = 1;

    Side(Value value, Ties ties) {
      this.value = value;
      this.ties = ties;
      this.shape = ties.facts().shape(value).orElseThrow();
      for (int i = 0; i < shape.rank(); i++) {
        factors.add(new ArrayList<>());
      }
      skipOnes();
    }

    boolean isOpen() {
      return axis < shape.rank();
    }

    boolean isWhole() {
      return taken == 1;
    }

    Dim dim() {
      return shape.dim(axis);
    }

    Optional<Long> remaining() {
      var size = shape.size(axis);
      return size.isPresent() ? Optional.of(size.getAsLong() / taken) : Optional.empty();
    }

    void skip() {
      axis++;
      taken = 1;
      skipOnes();
    }

    private void skipOnes() {
      while (axis < shape.rank() && shape.size(axis).orElse(0) == 1) {
        axis++;
      }
    }

    void take(long factor, Atoms.Line line) {
      factors.get(axis).add(line);
      taken *= factor;
      if (taken == shape.size(axis).orElseThrow()) {
        skip();
      }
    }

    /** Ends an axis that was begun with a factor that has no counterpart. */
    void takeUnknown(Pin pin) {
      if (isOpen() && taken > 1) {
        Atoms.Line rest = ties.atoms().line((int) (long) remaining().orElseThrow());
        ties.pin(rest, pin);
        factors.get(axis).add(rest);
        axis++;
      }
    }

    /** Ties axes of one factor, and makes joints of those of several. */
    void close(Node node) {
      for (int i = 0; i < factors.size(); i++) {
        List<Atoms.Line> parts = factors.get(i);
        Optional<Atoms.Line> whole = ties.line(value, i);
        if (parts.size() == 1 && whole.isPresent()) {
          ties.tie(node, whole.get(), parts.getFirst());
        } else if (parts.size() > 1 && whole.isPresent()) {
          ties.joint(node, whole.get(), parts);
        } else if (!parts.isEmpty()) {
          Pin pin = new Pin(node.toString(), "it is reshaped to an axis of unknown extent");
          parts.forEach(line -> ties.pin(line, pin));
        }
      }
    }
  }
}
