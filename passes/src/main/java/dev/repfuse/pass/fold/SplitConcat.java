package dev.repfuse.pass.fold;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Edits;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Writes a convolution of a Concat of different values as a sum of convolutions, or, where groups
 * keep the parts apart, as a Concat of them. It pays where parts come from linear nodes that fold
 * into their share of the kernel, where parts are constants, and where the result is much narrower
 * than the Concat. It has to come when nothing else folds any more.
 */
public final class SplitConcat implements Rewrite {
  private static final int MOST_PARTS = 32;

  private final FoldAffineRegion.Taste taste;

  SplitConcat(FoldAffineRegion.Taste taste) {
    this.taste = taste;
  }

  @Override
  public Exactness exactness() {
    return Exactness.ROUNDING;
  }

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.is(anchor, "Conv")
        || anchor.result().isEmpty()
        || !(LinearOperators.step(anchor.result().get(), facts) instanceof Step.Linear step)
        || !(anchor.input(0) instanceof Result joined)
        || joined.graph() != anchor.graph()
        || !facts.is(joined.producer(), "Concat")) {
      return Outcome.NOT_MINE;
    }
    Node concat = joined.producer();
    List<NamedValue> parts = parts(concat);
    int rank = facts.constant(anchor.input(1)).orElseThrow().shape().rank();
    Layout layout = Layout.natural(rank, 1);
    boolean onChannels = layout.isChannelAxis(concat.intAttribute("axis", 1));
    if (!onChannels || parts.size() < 2 || parts.size() > MOST_PARTS) {
      return Outcome.NOT_MINE;
    }
    Optional<int[]> channels = channels(parts, rank, facts);
    if (channels.isEmpty()) {
      return Outcome.declined(Reason.UNKNOWN_SHAPE, "of a part of " + concat);
    }
    Affine whole =
        Affine.identity(Arrays.stream(channels.get()).sum(), extent(joined, rank, facts));
    if (!(step.rule().apply(List.of(whole), layout) instanceof Affine outer)) {
      return Outcome.NOT_MINE;
    }
    Optional<List<Affine>> shares = shares(outer, channels.get());
    if (shares.isEmpty()) {
      return Outcome.declined(Reason.GROUP_ACROSS_PARTS, "at " + concat);
    }
    return weigh(anchor, joined, parts, outer, shares.get(), facts);
  }

  /** The values that are joined; nothing if one of them has no name. */
  private static List<NamedValue> parts(Node concat) {
    List<NamedValue> parts = new ArrayList<>();
    for (Value input : concat.inputs()) {
      if (!(input instanceof NamedValue part)) {
        return List.of();
      }
      parts.add(part);
    }
    return parts;
  }

  private static Optional<int[]> channels(List<NamedValue> parts, int rank, Facts facts) {
    int[] channels = new int[parts.size()];
    for (int i = 0; i < channels.length; i++) {
      Optional<Shape> shape = facts.shape(parts.get(i)).filter(s -> s.rank() == rank);
      OptionalLong size = shape.map(s -> s.size(1)).orElse(OptionalLong.empty());
      if (size.isEmpty() || size.getAsLong() < 1 || size.getAsLong() > 1 << 24) {
        return Optional.empty();
      }
      channels[i] = (int) size.getAsLong();
    }
    return Optional.of(channels);
  }

  private static long[] extent(Value joined, int rank, Facts facts) {
    long[] extent = Geometry.filled(rank - 2, Geometry.UNKNOWN);
    Optional<Shape> shape = facts.shape(joined).filter(s -> s.rank() == rank);
    for (int axis = 0; axis < extent.length && shape.isPresent(); axis++) {
      extent[axis] = shape.get().size(axis + 2).orElse(Geometry.UNKNOWN);
    }
    return extent;
  }

  /** The convolution taken apart; nothing if one of its groups reads more than one part. */
  private static Optional<List<Affine>> shares(Affine outer, int[] channels) {
    Geometry g = outer.geometry();
    int perGroup = g.in() / g.group();
    List<Affine> shares = new ArrayList<>(channels.length);
    int from = 0;
    for (int count : channels) {
      if (g.group() == 1) {
        shares.add(columns(outer, from, count));
      } else if (from % perGroup == 0 && count % perGroup == 0) {
        shares.add(groups(outer, from / perGroup, count / perGroup));
      } else {
        return Optional.empty();
      }
      from += count;
    }
    return Optional.of(shares);
  }

  /** What some channels add to every row; without the bias. */
  private static Affine columns(Affine outer, int from, int count) {
    Geometry g = outer.geometry();
    int row = g.in() * g.taps();
    int length = count * g.taps();
    return new Affine(
        g.withChannels(count, g.out(), 1),
        false,
        () -> {
          double[] kernel = new double[g.out() * length];
          for (int o = 0; o < g.out(); o++) {
            System.arraycopy(
                outer.weights().kernel(), o * row + from * g.taps(), kernel, o * length, length);
          }
          return new Affine.Weights(kernel, new double[g.out()]);
        });
  }

  /** Some of the groups. */
  private static Affine groups(Affine outer, int first, int count) {
    Geometry g = outer.geometry();
    int rows = g.out() / g.group();
    int row = g.in() / g.group() * g.taps();
    return new Affine(
        g.withChannels(g.in() / g.group() * count, rows * count, count),
        outer.isBiased(),
        () -> {
          Affine.Weights all = outer.weights();
          int from = first * rows;
          int end = from + count * rows;
          return new Affine.Weights(
              Arrays.copyOfRange(all.kernel(), from * row, end * row),
              Arrays.copyOfRange(all.bias(), from, end));
        });
  }

  private Outcome weigh(
      Node convolution,
      Result joined,
      List<NamedValue> parts,
      Affine outer,
      List<Affine> shares,
      Facts facts) {
    boolean sums = outer.geometry().group() == 1;
    List<ConcatArm> arms = new ArrayList<>();
    List<Affine> constants = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      Affine share = shares.get(i);
      Optional<Affine> constant =
          sums
              ? facts.constant(parts.get(i)).flatMap(t -> ConcatArm.constant(t, share))
              : Optional.empty();
      if (constant.isPresent()) {
        constants.add(constant.get());
      } else {
        arms.add(ConcatArm.cheapest(parts.get(i), share, parts, convolution, taste, facts));
      }
    }
    if (arms.isEmpty()) {
      return Outcome.NOT_MINE;
    }
    ConcatSplit split = new ConcatSplit(convolution, joined, outer, arms, constants, facts);
    if (!split.pays()) {
      return split.declined();
    }
    ElementType type = facts.constant(convolution.input(1)).map(Tensor::type).orElseThrow();
    return split.realize(type);
  }

  /** The nodes that go when these values are read instead of the Concat. */
  static Set<Node> dead(Node convolution, List<ConcatArm> arms) {
    return Edits.deadWithoutReading(convolution, arms.stream().map(ConcatArm::source).toList());
  }
}
