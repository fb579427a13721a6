package dev.repfuse.pass.fold;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.pass.Choice;
import dev.repfuse.pass.Edits;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Gain;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.RoundingRisk;
import dev.repfuse.pass.cost.Cost;
import dev.repfuse.pass.cost.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A convolution of a Concat as the sum, or Concat, of its arms: what it costs, and the nodes. */
final class ConcatSplit {
  private final Node convolution;
  private final Affine outer;
  private final List<ConcatArm> arms;
  private final Affine.Weights constant;
  private final double[] map;
  private final Map<Node, Region.Member> gone = new LinkedHashMap<>();
  private final Estimate estimate;
  private final Facts facts;
  private final boolean readElsewhere;

  /**
   * @param joined the result of the Concat
   * @param outer the whole convolution
   * @param found arms, of which some may read the same
   * @param constants what constant parts add
   */
  ConcatSplit(
      Node convolution,
      Result joined,
      Affine outer,
      List<ConcatArm> found,
      List<Affine> constants,
      Facts facts) {
    this.convolution = convolution;
    this.outer = outer;
    this.facts = facts;
    this.arms = sums() ? merged(found) : List.copyOf(found);
    Geometry g = outer.geometry();
    double[] bias = outer.weights().bias().clone();
    double[] border = new double[0];
    for (Affine part : constants) {
      for (int o = 0; o < bias.length; o++) {
        bias[o] += part.weights().bias()[o];
      }
      Optional<BorderMap> uneven = part.border().filter(m -> !m.isSurelyZero());
      border = uneven.isPresent() ? plus(border, uneven.get().numbers()) : border;
    }
    this.constant = new Affine.Weights(new double[0], bias);
    this.map = border;
    Set<Node> dead = SplitConcat.dead(convolution, found);
    this.readElsewhere = !dead.contains(joined.producer());
    RegionCost costs = found.getFirst().costs();
    Cost before = costs.ofOne(g, convolution);
    if (!readElsewhere) {
      before = before.plus(RegionCost.ofCopy(g.sourceElements(), facts.target()));
    }
    for (ConcatArm arm : found) {
      List<Region.Member> first =
          arm.members().stream()
              .filter(member -> dead.contains(member.node()))
              .filter(member -> gone.putIfAbsent(member.node(), member) == null)
              .toList();
      before = before.plus(arm.costs().of(first));
    }
    int nodes = gone.size() + (readElsewhere ? 1 : 2);
    this.estimate = new Estimate(sources(), nodes, before, after(costs));
  }

  private boolean sums() {
    return outer.geometry().group() == 1;
  }

  private static List<ConcatArm> merged(List<ConcatArm> arms) {
    List<ConcatArm> merged = new ArrayList<>();
    for (ConcatArm arm : arms) {
      boolean taken = false;
      for (int i = 0; i < merged.size() && !taken; i++) {
        Optional<ConcatArm> both = merged.get(i).with(arm);
        if (both.isPresent()) {
          merged.set(i, both.get());
          taken = true;
        }
      }
      if (!taken) {
        merged.add(arm);
      }
    }
    return merged;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = b.clone();
    for (int i = 0; i < a.length; i++) {
      sum[i] += a[i];
    }
    return sum;
  }

  private String sources() {
    return arms.stream().map(arm -> arm.source().name()).collect(Collectors.joining(", "));
  }

  private Cost after(RegionCost costs) {
    Cost cost = Cost.NONE;
    for (ConcatArm arm : arms) {
      cost = cost.plus(costs.ofOne(arm.map().geometry(), convolution));
    }
    Geometry g = outer.geometry();
    if (!sums()) {
      return cost.plus(RegionCost.ofCopy(g.elements(), facts.target()));
    }
    for (int i = 0; i < additions(); i++) {
      cost = cost.plus(costs.ofSum(g));
    }
    return cost;
  }

  private int additions() {
    return arms.size() - 1 + (map.length > 0 ? 1 : 0);
  }

  private int nodesMade() {
    return arms.size() + (sums() ? additions() : 1);
  }

  /**
   * Fewer nodes have to save time; as many, or more, have to save it clearly, which depends on the
   * size.
   */
  boolean pays() {
    if (estimate.after().macs() > estimate.before().macs()) {
      return false;
    }
    return nodesMade() < estimate.nodes()
        ? estimate.saved() > 0
        : sizesAreKnown() && estimate.gainsClearly();
  }

  private boolean sizesAreKnown() {
    return Arrays.stream(outer.geometry().extent()).noneMatch(size -> size == Geometry.UNKNOWN);
  }

  Outcome declined() {
    String detail = "";
    if (readElsewhere) {
      detail = "the Concat is read elsewhere";
    } else if (!sizesAreKnown()) {
      detail = "sizes are not known";
    }
    return new Outcome.Declined(
        Reason.SUM_NO_GAIN, detail, new Choice(Optional.empty(), Optional.of(estimate)));
  }

  /** Computes the numbers and checks them; the edit, or why it must not be made. */
  Outcome realize(ElementType type) {
    boolean half = type == ElementType.FLOAT16 || type == ElementType.BFLOAT16;
    if (half && sums() && additions() > 0) {
      return Outcome.declined(
          Reason.HALF_PRECISION, "each of %d sums would be rounded".formatted(additions()));
    }
    List<NewNode> nodes = new ArrayList<>();
    List<Integer> results = new ArrayList<>();
    List<Node> folded = List.copyOf(gone.keySet());
    for (ConcatArm arm : arms) {
      Affine affine = results.isEmpty() && sums() ? withConstant(arm.map()) : arm.map();
      Affine checked = map.length > 0 ? affine.with(Optional.of(BorderMap.of(map))) : affine;
      Optional<Expression.Refusal> lost = Precision.refusal(checked, type);
      if (lost.isPresent()) {
        return Outcome.declined(lost.get().reason(), lost.get().detail());
      }
      Optional<RoundingRisk> risk = Precision.risk(arm.source(), checked, type, folded, facts);
      if (risk.isPresent()) {
        return Precision.declined(risk.get(), type);
      }
      Layout layout = Layout.natural(outer.geometry().rank() + 2, 1);
      String name = results.isEmpty() ? convolution.name() : label("_part" + results.size());
      nodes.addAll(
          new Replacement(arm.source(), convolution, name, type, layout, facts.opset())
              .nodes(affine));
      results.add(nodes.size() - 1);
    }
    join(nodes, results, type);
    Edit edit = new Edit.Rebuild(convolution.result().orElseThrow(), nodes);
    long growth = Edits.bytesAdded(edit) - Edits.bytesFreed(edit);
    if (!facts.growth().hasRoomFor(growth)) {
      return Outcome.declined(Reason.WOULD_GROW, "by %d bytes".formatted(growth));
    }
    List<Node> origins = new ArrayList<>(gone.keySet());
    origins.add(convolution);
    double macs = estimate.before().macs() - estimate.after().macs();
    Gain gain = new Gain(estimate.nodes() - nodes.size(), (long) macs, estimate.saved());
    return new Outcome.Replace(edit, origins, gain)
        .weighed(new Choice(Optional.of(estimate), Optional.empty()));
  }

  private String label(String suffix) {
    return convolution.name().isEmpty() ? "" : convolution.name() + suffix;
  }

  private Affine withConstant(Affine affine) {
    double[] ones = new double[affine.geometry().out()];
    Arrays.fill(ones, 1);
    boolean biased = Arrays.stream(constant.bias()).anyMatch(bias -> bias != 0);
    return biased ? affine.scaledAndShifted(ones, constant.bias(), true) : affine;
  }

  private void join(List<NewNode> nodes, List<Integer> results, ElementType type) {
    if (!sums()) {
      List<Operand> joined = results.stream().map(i -> (Operand) new Operand.Made(i, 0)).toList();
      nodes.add(NewNode.of("Concat", label("_joined"), joined, List.of(Attribute.of("axis", 1))));
      return;
    }
    Operand sum = new Operand.Made(results.getFirst(), 0);
    List<Operand> addends = new ArrayList<>();
    results.stream().skip(1).forEach(i -> addends.add(new Operand.Made(i, 0)));
    if (map.length > 0) {
      addends.add(Operand.of(Tensor.ofDoubles(type, mapShape(), map), label("_border")));
    }
    for (Operand next : addends) {
      String name = label("_sum" + (addends.size() > 1 ? nodes.size() : ""));
      nodes.add(NewNode.of("Add", name, List.of(sum, next), List.of()));
      sum = new Operand.Made(nodes.size() - 1, 0);
    }
  }

  private Shape mapShape() {
    Geometry g = outer.geometry();
    long[] dims = new long[g.rank() + 2];
    dims[0] = 1;
    dims[1] = g.out();
    System.arraycopy(g.lengths(), 0, dims, 2, g.rank());
    return Shape.of(dims);
  }
}
