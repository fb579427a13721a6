package dev.repfuse.pass.fold;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Edits;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.cost.Cost;
import dev.repfuse.pass.cost.Estimate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One part of a Concat with its share of the convolution that reads it: as a convolution of the
 * part, or of a value before it where linear nodes in between go with it and that costs less.
 *
 * @param source what the new convolution reads
 * @param map the new convolution
 * @param members the linear nodes between the source and the part
 * @param costs what these nodes cost
 */
record ConcatArm(
    NamedValue source, Affine map, Collection<Region.Member> members, RegionCost costs) {
  private static final int MOST_SOURCES = 8;

  /**
   * The cheapest arm of a part.
   *
   * @param share the convolution restricted to the part's channels
   * @param parts all parts of the Concat
   * @param convolution the node that reads the Concat
   */
  static ConcatArm cheapest(
      NamedValue part,
      Affine share,
      List<NamedValue> parts,
      Node convolution,
      FoldAffineRegion.Taste taste,
      Facts facts) {
    List<ConcatArm> arms = new ArrayList<>();
    arms.add(new ConcatArm(part, share, List.of(), new RegionCost(facts, Map.of())));
    if (part instanceof Result result && result.graph() == convolution.graph()) {
      Region region = new Region(result, facts);
      for (int sources = 0; sources < MOST_SOURCES; sources++) {
        Optional<NamedValue> source = region.grow();
        if (source.isEmpty()) {
          break;
        }
        through(region, result, source.get(), share, taste, facts).ifPresent(arms::add);
      }
    }
    List<Value> others = new ArrayList<>(parts);
    others.removeIf(part::equals);
    Map<Estimate, ConcatArm> weighed = new LinkedHashMap<>();
    for (ConcatArm arm : arms) {
      List<Value> kept = new ArrayList<>(others);
      kept.add(arm.source());
      Set<Node> dead = Edits.deadWithoutReading(convolution, kept);
      Cost freed = arm.freed(dead);
      Cost comes = arm.costs().ofOne(arm.map().geometry(), convolution);
      if (comes.macs() <= freed.macs() + share.geometry().macs()) {
        weighed.putIfAbsent(new Estimate(arm.source().name(), dead.size(), freed, comes), arm);
      }
    }
    return weighed.keySet().stream()
        .min(Estimate.bySaving(weighed.keySet()).reversed())
        .map(weighed::get)
        .orElse(arms.getFirst());
  }

  /** The arm that begins before a region; nothing if both are no single convolution. */
  private static Optional<ConcatArm> through(
      Region region,
      Result part,
      NamedValue source,
      Affine share,
      FoldAffineRegion.Taste taste,
      Facts facts) {
    Optional<RegionShape.Found> found = RegionShape.of(source, region.members(), facts);
    int rank = share.geometry().rank();
    if (found.isEmpty() || !found.get().layout().isConvolutional(rank)) {
      return Optional.empty();
    }
    Map<Value, Expression> expressions =
        region.expressions(source, found.get().identity(), found.get().layout());
    boolean hasIdentity = !(IdentityBranch.in(region, expressions) instanceof IdentityBranch.None);
    if (!(Objects.requireNonNull(expressions.get(part)) instanceof Affine inner)
        || (taste.policy().keepsIdentity() && hasIdentity)
        || !(Composition.of(inner, share) instanceof Affine both)) {
      return Optional.empty();
    }
    return Padding.nonNegative(both)
        .filter(map -> map.border().isEmpty())
        .map(map ->
            new ConcatArm(
                source, map, List.copyOf(region.nodes()), new RegionCost(facts, expressions)));
  }

  /** What the arm's nodes cost that are among {@code dead}. */
  Cost freed(Set<Node> dead) {
    return costs.of(members.stream().filter(member -> dead.contains(member.node())).toList());
  }

  /** Both as one convolution, if they read the same and can be one. */
  Optional<ConcatArm> with(ConcatArm other) {
    if (!source.equals(other.source)
        || !(Addition.of(map, other.map, 1) instanceof Affine sum)
        || sum.geometry().macs() > map.geometry().macs() + other.map.geometry().macs()) {
      return Optional.empty();
    }
    return Padding.nonNegative(sum).map(both -> new ConcatArm(source, both, members, costs));
  }

  /**
   * What a constant part adds to the result: a bias, and near a padded border, or where the
   * constant differs from place to place, a map.
   *
   * @param constant shape [1, channels, …]
   * @return nothing if that cannot be told, or the shape is another
   */
  static Optional<Affine> constant(Tensor constant, Affine share) {
    Geometry g = share.geometry();
    long[] dims = constant.shape().sizes().orElse(new long[0]);
    if (dims.length != g.rank() + 2 || dims[0] != 1 || dims[1] != g.in()) {
      return Optional.empty();
    }
    int positions = 1;
    for (int axis = 0; axis < g.rank(); axis++) {
      if (dims[axis + 2] != g.extent()[axis] || dims[axis + 2] < 1) {
        return Optional.empty();
      }
      positions *= (int) dims[axis + 2];
    }
    double[] numbers = constant.doubles();
    double[] first = new double[g.in()];
    boolean uniform = true;
    for (int i = 0; i < numbers.length; i++) {
      first[i / positions] = i % positions == 0 ? numbers[i] : first[i / positions];
      uniform &= numbers[i] == first[i / positions];
    }
    double[] bias = uniform ? first : new double[g.in()];
    Affine value =
        new Affine(
            Geometry.identity(g.in(), g.extent()),
            uniform,
            () -> new Affine.Weights(new double[g.in()], bias));
    Affine mapped = uniform ? value : value.with(Optional.of(BorderMap.of(numbers)));
    return Composition.of(mapped, share) instanceof Affine result
        ? Optional.of(result)
        : Optional.empty();
  }
}
