package dev.repfuse.pass.fold;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Edits;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Gain;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces linear nodes between a result and one source by a single convolution or matrix product,
 * where the cost model says that this is faster.
 */
public final class FoldAffineRegion implements Rewrite {
  private static final int MOST_SOURCES = 24;

  @Override
  public Exactness exactness() {
    return Exactness.ROUNDING;
  }

  @Override
  public Outcome match(Node anchor, Facts facts) {
    return switch (LinearOperators.step(anchor, facts)) {
      case Step.Opaque opaque -> Outcome.NOT_MINE;
      case Step.Blocked(Reason reason, String detail) -> Outcome.declined(reason, detail);
      case Step.Linear linear ->
          anchor.results().size() == 1
              ? search(anchor.result().orElseThrow(), facts)
              : Outcome.NOT_MINE;
    };
  }

  /** Grows the region source by source and keeps the one that saves most. */
  private static Outcome search(Result root, Facts facts) {
    Region region = new Region(root, facts);
    Optional<Outcome.Replace> best = Optional.empty();
    Outcome refusal = Outcome.NOT_MINE;
    for (int sources = 0; sources < MOST_SOURCES; sources++) {
      Optional<NamedValue> source = region.grow();
      if (source.isEmpty()) {
        if (best.isEmpty() && refusal instanceof Outcome.NotMine && region.frontier().size() > 1) {
          refusal = otherSources(region);
        }
        break;
      }
      if (region.members().size() < 2) {
        continue;
      }
      switch (propose(root, source.get(), region, facts)) {
        case Outcome.Replace replace -> {
          if (best.isEmpty()
              || replace.gain().nanoseconds() > best.get().gain().nanoseconds()) {
            best = Optional.of(replace);
          }
        }
        case Outcome.Declined declined -> {
          refusal = declined;
          if (!isAboutCost(declined.reason())) {
            return best.isPresent() ? best.get() : refusal;
          }
        }
        case Outcome.NotMine notMine -> {}
      }
    }
    return best.isPresent() ? best.get() : refusal;
  }

  private static Outcome otherSources(Region region) {
    List<String> names = region.frontier().stream().map(Value::name).sorted().limit(3).toList();
    return Outcome.declined(Reason.OTHER_SOURCES, String.join(", ", names));
  }

  /** A larger region may still pay where this one does not. */
  private static boolean isAboutCost(Reason reason) {
    return switch (reason) {
      case MORE_MACS, NO_GAIN, NO_CONVOLUTION, READ_ELSEWHERE, WOULD_GROW, NEGATIVE_PADDING -> true;
      default -> false;
    };
  }

  private static Outcome propose(Result root, NamedValue source, Region region, Facts facts) {
    Optional<RegionShape.Found> found = RegionShape.of(source, region.members(), facts);
    if (found.isEmpty()) {
      return Outcome.declined(Reason.UNKNOWN_SHAPE, "of '" + source.name() + "'");
    }
    Layout layout = found.get().layout();
    Map<Value, Expression> expressions =
        region.expressions(source, found.get().identity(), layout);
    return switch (expressions.get(root)) {
      case Expression.Refusal(Reason reason, String detail) -> Outcome.declined(reason, detail);
      case Affine affine -> decide(root, source, region, expressions, affine, layout, facts);
      case null -> Outcome.NOT_MINE;
    };
  }

  private static Outcome decide(
      Result root,
      NamedValue source,
      Region region,
      Map<Value, Expression> expressions,
      Affine affine,
      Layout layout,
      Facts facts) {
    Optional<Node> product =
        region.members().reversed().stream()
            .map(Region.Member::node)
            .filter(LinearOperators::isProduct)
            .findFirst();
    if (product.isEmpty()) {
      return Outcome.declined(Reason.NO_CONVOLUTION);
    }
    Optional<Affine> expressible = Padding.nonNegative(affine);
    if (expressible.isEmpty()) {
      return Outcome.declined(Reason.NEGATIVE_PADDING);
    }
    Affine result = expressible.get();
    Set<Node> dead = Edits.deadWithoutReading(root.producer(), source);
    List<Region.Member> gone =
        region.members().stream().filter(member -> dead.contains(member.node())).toList();
    RegionCost cost = new RegionCost(facts.target(), expressions);
    RegionCost.Cost old = cost.of(gone);
    RegionCost.Cost one = cost.ofOne(result.geometry());
    boolean readElsewhere = gone.size() < region.members().size();
    if (one.macs() > old.macs()) {
      return readElsewhere
          ? Outcome.declined(Reason.READ_ELSEWHERE, survivors(region, dead))
          : Outcome.declined(
              Reason.MORE_MACS, "%.0f instead of %.0f".formatted(one.macs(), old.macs()));
    }
    if (gone.size() < 2 || one.nanoseconds() >= old.nanoseconds()) {
      return readElsewhere
          ? Outcome.declined(Reason.READ_ELSEWHERE, survivors(region, dead))
          : Outcome.declined(Reason.NO_GAIN);
    }
    ElementType type =
        facts.constant(product.get().input(1)).map(Tensor::type).orElse(ElementType.FLOAT);
    Optional<Expression.Refusal> lost =
        Precision.refusal(result, type, region.members(), facts);
    if (lost.isPresent()) {
      return Outcome.declined(lost.get().reason(), lost.get().detail());
    }
    Edit edit =
        new Replacement(source, product.get(), type, layout, facts.opset()).of(root, result);
    long growth = Edits.bytesAdded(edit) - Edits.bytesFreed(edit);
    if (!facts.growth().permits(growth)) {
      return Outcome.declined(Reason.WOULD_GROW, "by %d bytes".formatted(growth));
    }
    return new Outcome.Replace(
        edit,
        gone.reversed().stream().map(Region.Member::node).toList(),
        new Gain(
            gone.size() - 1,
            (long) (old.macs() - one.macs()),
            old.nanoseconds() - one.nanoseconds()));
  }

  private static String survivors(Region region, Set<Node> dead) {
    return String.join(
        ", ",
        region.members().stream()
            .map(Region.Member::node)
            .filter(node -> !dead.contains(node))
            .map(Node::toString)
            .limit(3)
            .toList());
  }
}
