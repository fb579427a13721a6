package dev.repfuse.prove;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the values that two values, one of each model, are both affine in: goes back from the two
 * until both sides read the same classes of values. What is only on one side is replaced by what it
 * is computed from, the latest first, so that the regions are the smallest.
 */
final class CommonFrontier {
  private static final int MOST_NODES = 4096;
  private static final long UNSHARED = 1L << 40;

  private final Side original;
  private final Side result;
  private final Numbering numbering;
  private final Half left;
  private final Half right;

  /** One side's frontier and the nodes behind it. */
  private final class Half {
    final Side side;
    final Set<Object> frontier = new LinkedHashSet<>();
    final Set<Node> nodes = new LinkedHashSet<>();
    final Function<Integer, Optional<NamedValue>> representative;

    Half(Side side, Function<Integer, Optional<NamedValue>> representative) {
      this.side = side;
      this.representative = representative;
    }

    NamedValue value(Object key) {
      return switch (key) {
        case Integer known ->
            representative.apply(known).orElseThrow(() -> new Unprovable("a value is missing"));
        case NamedValue value -> value;
        default -> throw new IllegalStateException("a key of another kind");
      };
    }

    void add(Value value) {
      if (!side.isConstant(value)) {
        frontier.add(key(value));
      }
    }

    void expand(Object key) {
      NamedValue value = value(key);
      if (!(value instanceof Result computed)) {
        throw new Unprovable("only one of the two reads '%s'".formatted(value));
      }
      Node node = computed.producer();
      if (!side.isAffine(node)) {
        throw new Unprovable("%s is not affine".formatted(node));
      }
      frontier.remove(key);
      nodes.add(node);
      node.inputs().forEach(this::add);
      if (nodes.size() > MOST_NODES) {
        throw new Unprovable("more than %d nodes differ".formatted(MOST_NODES));
      }
    }

    Region region(List<Object> sources, NamedValue output) {
      List<Node> ordered = new ArrayList<>(nodes);
      ordered.sort(Comparator.comparingInt(side::order));
      List<NamedValue> values = sources.stream().map(this::value).toList();
      return new Region(side, ordered, values, output, CommonFrontier.this::key);
    }
  }

  /** The same value's computation in the two models, from the same sources. */
  record Pair(Region original, Region result) {}

  private CommonFrontier(Side original, Side result, Numbering numbering) {
    this.original = original;
    this.result = result;
    this.numbering = numbering;
    this.left = new Half(original, numbering::original);
    this.right = new Half(result, numbering::result);
  }

  /**
   * The two regions.
   *
   * @throws Unprovable if something that is not affine, or an input, is in the way
   */
  static Pair find(
      Side original, Side result, Numbering numbering, NamedValue first, NamedValue second) {
    return new CommonFrontier(original, result, numbering).find(first, second);
  }

  private Pair find(NamedValue first, NamedValue second) {
    left.add(first);
    right.add(second);
    Optional<Step> step = next();
    while (step.isPresent()) {
      advance(step.get());
      step = next();
    }
    List<Object> sources = List.copyOf(left.frontier);
    return new Pair(left.region(sources, first), right.region(sources, second));
  }

  /** Replaces what is on one side only; failing that, what both have and may come of the same. */
  private void advance(Step step) {
    try {
      step.half.expand(step.key);
    } catch (Unprovable e) {
      Object later =
          left.frontier.stream()
              .filter(right.frontier::contains)
              .filter(key -> rank(key) > step.rank)
              .max(Comparator.comparingLong(this::rank))
              .orElseThrow(() -> e);
      left.expand(later);
      right.expand(later);
    }
  }

  private Object key(Value value) {
    return numbering.of(value).<Object>map(number -> number).orElse(value);
  }

  private record Step(Half half, Object key, long rank) {}

  private Optional<Step> next() {
    List<Step> steps = new ArrayList<>();
    for (Object key : left.frontier) {
      if (!right.frontier.contains(key)) {
        steps.add(new Step(left, key, rank(key)));
      }
    }
    for (Object key : right.frontier) {
      if (!left.frontier.contains(key)) {
        steps.add(new Step(right, key, rank(key)));
      }
    }
    return steps.stream().max(Comparator.comparingLong(Step::rank));
  }

  /** Later values rank higher; those that only one model has rank above all. */
  private long rank(Object key) {
    if (key instanceof Integer known) {
      boolean shared = numbering.result(known).isPresent();
      return order(original, left.value(known)) + (shared ? 0 : UNSHARED);
    }
    return UNSHARED + order(result, right.value(key));
  }

  private static long order(Side side, NamedValue value) {
    return value instanceof Result computed ? side.order(computed.producer()) : -1;
  }
}
