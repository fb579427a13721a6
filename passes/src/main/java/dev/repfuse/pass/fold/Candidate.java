package dev.repfuse.pass.fold;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Edits;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Gain;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.RoundingRisk;
import dev.repfuse.pass.cost.Cost;
import dev.repfuse.pass.cost.Estimate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One way to replace a region by a single node: what it saves is known, its numbers are not yet.
 *
 * @param plan what is put in the region's place
 * @param gone the region's nodes that nothing reads any more afterwards, first one first
 * @param estimate the figures by which it is chosen or not
 */
record Candidate(Plan plan, List<Region.Member> gone, Gain gain, Estimate estimate) {

  /**
   * What is put in a region's place.
   *
   * @param root the value that is computed
   * @param source what it is computed from
   * @param affine the new node's map
   * @param addsSource whether the source itself is added behind the new node
   * @param product the node of the region that lends its operator and name
   */
  private record Plan(
      Result root,
      NamedValue source,
      Affine affine,
      boolean addsSource,
      Layout layout,
      Node product) {

    /** The same plan; a border map that is zero is left out. */
    Plan withoutZeroBorder() {
      boolean zero = affine.border().filter(BorderMap::isSurelyZero).isPresent();
      return zero
          ? new Plan(root, source, affine.with(Optional.empty()), addsSource, layout, product)
          : this;
    }

    /** Nodes that are made. */
    int nodes() {
      boolean biasApart = layout.rank() > 2 && layout.spatialRank() == 0 && affine.isBiased();
      boolean addsBorder = affine.border().isPresent();
      return 1 + (biasApart ? 1 : 0) + (addsBorder ? 1 : 0) + (addsSource ? 1 : 0);
    }

    Cost cost(RegionCost costs) {
      Cost cost = costs.ofOne(affine.geometry(), product);
      Cost sum = costs.ofSum(affine.geometry());
      cost = affine.border().isPresent() ? cost.plus(sum) : cost;
      return addsSource ? cost.plus(sum) : cost;
    }
  }

  /** A candidate, or why there is none. */
  sealed interface Proposal {
    record Good(Candidate candidate) implements Proposal {}

    /**
     * No candidate.
     *
     * @param estimate the figures, if it has come to weighing them
     */
    record Bad(Reason reason, String detail, Optional<Estimate> estimate) implements Proposal {
      Bad(Reason reason, String detail) {
        this(reason, detail, Optional.empty());
      }
    }
  }

  /** Weighs the replacement of everything between a source and the region's root. */
  static Proposal propose(
      Result root, NamedValue source, Region region, FoldAffineRegion.Taste taste, Facts facts) {
    Optional<Node> product = region.product();
    if (product.isEmpty()) {
      return new Proposal.Bad(Reason.NO_CONVOLUTION, "");
    }
    if (beginsBehindProduct(source, region, facts)) {
      return new Proposal.Bad(Reason.NO_GAIN, "the scale belongs to the product before it");
    }
    Optional<RegionShape.Found> found = RegionShape.of(source, region.members(), facts);
    if (found.isEmpty()) {
      return new Proposal.Bad(Reason.UNKNOWN_SHAPE, "of '" + source.name() + "'");
    }
    Layout layout = found.get().layout();
    Map<Value, Expression> expressions = region.expressions(source, found.get().identity(), layout);
    Expression folded = Objects.requireNonNull(expressions.get(root));
    IdentityBranch.Finding identity =
        taste.policy().keepsIdentity() && folded instanceof Affine
            ? IdentityBranch.in(region, expressions)
            : new IdentityBranch.None();
    Expression whole =
        switch (identity) {
          case IdentityBranch.None none -> folded;
          case IdentityBranch.Beside(Expression rest) -> rest;
          case IdentityBranch.Inside(Node sum) ->
              Expression.refused(Reason.IDENTITY_KEPT, sum.toString());
        };
    boolean addsSource = identity instanceof IdentityBranch.Beside;
    boolean spendsMacs = taste.spendsMacs() && isOneImage(source, layout, facts);
    return switch (whole) {
      case Expression.Refusal(Reason reason, String detail) -> new Proposal.Bad(reason, detail);
      case Affine exact ->
          Padding.nonNegative(exact)
              .map(affine -> new Plan(root, source, affine, addsSource, layout, product.get()))
              .map(plan -> weigh(plan, region, spendsMacs, new RegionCost(facts, expressions)))
              .orElse(new Proposal.Bad(Reason.NEGATIVE_PADDING, ""));
    };
  }

  /**
   * Whether the region begins with a scale or shift whose place is in the product before it, of
   * which it is the only reader.
   */
  private static boolean beginsBehindProduct(NamedValue source, Region region, Facts facts) {
    return source instanceof Result result
        && result.hasOneUse()
        && result.graph() == region.members().getLast().result().graph()
        && LinearOperators.isProduct(result.producer())
        && LinearOperators.step(result, facts) instanceof Step.Linear
        && !LinearOperators.isProduct(region.members().getLast().node());
  }

  /**
   * Whether the source is surely a single image of known size: in a batch, or a larger image than
   * was assumed, launches weigh less against arithmetic than the estimate says.
   */
  private static boolean isOneImage(NamedValue source, Layout layout, Facts facts) {
    Optional<Shape> shape = facts.shape(source);
    return layout.spatialRank() > 0
        && shape.flatMap(Shape::sizes).isPresent()
        && shape.get().dim(0).is(1);
  }

  private static Proposal weigh(Plan exact, Region region, boolean spendsMacs, RegionCost costs) {
    Set<Node> dead = Edits.deadWithoutReading(exact.root().producer(), exact.source());
    List<Region.Member> gone =
        region.nodes().stream().filter(member -> dead.contains(member.node())).toList();
    Cost old = costs.of(gone);
    boolean dearer = exact.cost(costs).macs() > old.macs();
    Plan plan = dearer && !spendsMacs ? exact : exact.withoutZeroBorder();
    Cost one = plan.cost(costs);
    if (dearer && spendsMacs) {
      old = costs.ofAsFastAs(plan.affine().geometry(), gone);
    }
    Estimate estimate = new Estimate(plan.source().name(), gone.size(), old, one);
    int fewer = gone.size() - plan.nodes();
    boolean mapped = plan.affine().border().isPresent();
    boolean simpler = fewer > 0 || (mapped && fewer == 0);
    boolean pays = dearer ? spendsMacs && estimate.gainsClearly() : estimate.saved() > 0;
    if (pays && simpler) {
      Gain gain = new Gain(fewer, (long) (old.macs() - one.macs()), estimate.saved());
      return new Proposal.Good(new Candidate(plan, gone, gain, estimate));
    }
    Optional<Estimate> figures = Optional.of(estimate);
    if (plan.addsSource()) {
      return new Proposal.Bad(
          Reason.IDENTITY_KEPT, "'" + plan.source().name() + "' is added", figures);
    }
    if (gone.size() < region.nodes().size()) {
      return new Proposal.Bad(Reason.READ_ELSEWHERE, survivors(region, dead), figures);
    }
    if (mapped) {
      return new Proposal.Bad(
          Reason.BIAS_UNDER_PADDING, "a map of the border would not pay", figures);
    }
    return dearer
        ? new Proposal.Bad(Reason.MORE_MACS, tooDear(estimate, spendsMacs), figures)
        : new Proposal.Bad(Reason.NO_GAIN, "", figures);
  }

  private static String tooDear(Estimate estimate, boolean spendsMacs) {
    String macs =
        String.format(
            Locale.ROOT, "%.0f instead of %.0f", estimate.after().macs(), estimate.before().macs());
    return !spendsMacs || estimate.share() >= 1
        ? macs
        : String.format(
            Locale.ROOT,
            "%s, and %.2f of the time, where %.1f would be clearly less",
            macs,
            estimate.share(),
            Estimate.CLEAR_SHARE);
  }

  private static String survivors(Region region, Set<Node> dead) {
    return String.join(
        ", ",
        region.nodes().stream()
            .map(Region.Member::node)
            .filter(node -> !dead.contains(node))
            .map(Node::toString)
            .limit(3)
            .toList());
  }

  /** Computes the numbers and checks them; the edit, or why it must not be made. */
  Outcome realize(List<Region.Member> members, FoldPolicy policy, Facts facts) {
    Node product = plan.product();
    ElementType type = facts.constant(product.input(1)).map(Tensor::type).orElse(ElementType.FLOAT);
    Optional<Expression.Refusal> lost = Precision.refusal(plan.affine(), type);
    if (lost.isPresent()) {
      return Outcome.declined(lost.get().reason(), lost.get().detail());
    }
    List<Node> nodes = members.stream().map(Region.Member::node).toList();
    Optional<RoundingRisk> risk = Precision.risk(plan.source(), plan.affine(), type, nodes, facts);
    if (risk.isPresent() && !policy.allowsHalfPrecision()) {
      return Precision.declined(risk.get(), type);
    }
    boolean productGoes = gone.stream().anyMatch(member -> member.node().equals(product));
    String name = productGoes ? product.name() : "";
    Replacement replacement =
        new Replacement(plan.source(), product, name, type, plan.layout(), facts.opset());
    Edit edit =
        plan.addsSource()
            ? replacement.beside(plan.root(), plan.affine())
            : replacement.of(plan.root(), plan.affine());
    long growth = Edits.bytesAdded(edit) - Edits.bytesFreed(edit);
    boolean spendsMacs = gain.macs() < 0;
    if (!facts.growth().permits(growth) || (spendsMacs && !facts.growth().hasRoomFor(growth))) {
      return Outcome.declined(Reason.WOULD_GROW, "by %d bytes".formatted(growth));
    }
    return new Outcome.Replace(edit, gone.stream().map(Region.Member::node).toList(), gain)
        .risking(risk);
  }
}
