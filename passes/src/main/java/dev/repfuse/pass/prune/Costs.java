package dev.repfuse.pass.prune;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.cost.LayerKind;
import dev.repfuse.pass.cost.LayerTimes;
import dev.repfuse.pass.cost.MacFactors;
import dev.repfuse.pass.cost.Parameters;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a network costs, while channels leave it one by one. */
public final class Costs {
  /** A part of the costs. */
  private interface Term {
    /** What it depends on. */
    List<Place> axes();

    double value(Map<Place, Integer> left);
  }

  /**
   * A product of extents, times what does not change.
   *
   * @param number tells terms apart that are alike
   */
  private record Product(int number, double factor, List<Place> axes) implements Term {
    @Override
    public double value(Map<Place, Integer> left) {
      double product = factor;
      for (Place place : axes) {
        product *= left.getOrDefault(place, 0);
      }
      return product;
    }
  }

  /**
   * The time of a layer by its widths.
   *
   * @param axes what is read and what is made
   */
  private record Timed(int number, LayerKind kind, LayerTimes times, List<Place> axes)
      implements Term {
    @Override
    public double value(Map<Place, Integer> left) {
      return times
          .nanoseconds(kind, left.getOrDefault(axes.get(0), 0), left.getOrDefault(axes.get(1), 0))
          .orElse(0);
    }
  }

  private final Ties ties;
  private final List<Map<Place, int[]>> positions;
  private final Map<Place, Integer> left = new HashMap<>();
  private final Map<Place, List<Term>> terms = new HashMap<>();
  private final boolean timed;
  private double total;
  private int count;

  private Costs(Ties ties, List<Map<Place, int[]>> positions, boolean timed) {
    this.timed = timed;
    this.ties = ties;
    this.positions = positions;
  }

  /**
   * The costs of the whole network.
   *
   * @param positions for each group, for each of its axes, how many positions each channel has
   * @throws PruningException if arithmetic is asked for and an extent is not known
   */
  static Costs of(Graph graph, Ties ties, List<Map<Place, int[]>> positions, Measure measure) {
    Costs costs = new Costs(ties, positions, false);
    switch (measure) {
      case MACS -> costs.countArithmetic(graph);
      case PARAMETERS -> costs.countWeights(graph, false);
      case BYTES -> costs.countWeights(graph, true);
    }
    return costs;
  }

  /**
   * The time of all layers that were measured, in nanoseconds.
   *
   * @throws PruningException if none was
   */
  static Costs of(Graph graph, Ties ties, List<Map<Place, int[]>> positions, LayerTimes times) {
    Costs costs = new Costs(ties, positions, true);
    for (Node node : graph.nodes()) {
      LayerKind.of(node, ties.facts()::shape).ifPresent(layer -> costs.time(layer, times));
    }
    if (costs.count == 0) {
      throw new PruningException("the table has none of its layers");
    }
    return costs;
  }

  private void time(LayerKind.Layer layer, LayerTimes times) {
    Optional<Place> input = place(layer.input(), layer.inputAxis());
    Optional<Place> output = place(layer.output(), layer.outputAxis());
    if (input.isPresent()
        && output.isPresent()
        && times.nanoseconds(layer.kind(), 1, 1).isPresent()) {
      add(new Timed(count++, layer.kind(), times, List.of(input.get(), output.get())));
    }
  }

  private Optional<Place> place(Value value, int axis) {
    return value instanceof NamedValue named
        ? Optional.of(new Place(named, axis)).filter(ties.lines()::containsKey)
        : Optional.empty();
  }

  private void countArithmetic(Graph graph) {
    OptionalLong batch = MacFactors.batch(graph);
    for (Node node : graph.nodes()) {
      if (!MacFactors.counts(node)) {
        continue;
      }
      Optional<List<MacFactors.Factor>> factors = MacFactors.of(node, ties.facts()::shape);
      double constant = 1;
      List<Place> axes = new ArrayList<>();
      for (MacFactors.Factor factor : factors.orElseThrow(() -> unknown(node))) {
        OptionalLong extent = factor.extent(ties.facts()::shape, batch);
        Optional<Place> place = place(factor, batch);
        if (place.isPresent()) {
          axes.add(place.get());
        } else {
          constant *= extent.orElseThrow(() -> unknown(node));
        }
      }
      add(constant, axes);
    }
  }

  private Optional<Place> place(MacFactors.Factor factor, OptionalLong batch) {
    boolean batches = factor.isBatch(ties.extent(factor.value(), factor.axis()), batch);
    return batches ? Optional.empty() : place(factor.value(), factor.axis());
  }

  private static PruningException unknown(Node node) {
    return new PruningException("an extent of " + node + " is not known");
  }

  private void countWeights(Graph graph, boolean bytes) {
    for (Initializer weight : graph.initializers()) {
      Optional<Tensor> tensor = weight.tensor();
      boolean counts = !weight.uses().isEmpty() && (bytes || isParameter(weight));
      if (tensor.isEmpty() || !counts) {
        continue;
      }
      double factor = bytes ? tensor.get().byteSize() : tensor.get().elementCount();
      List<Place> axes = new ArrayList<>();
      for (int axis = 0; axis < tensor.get().shape().rank(); axis++) {
        Place place = new Place(weight, axis);
        if (ties.lines().containsKey(place)) {
          axes.add(place);
          factor /= ties.lineOf(place).extent();
        }
      }
      add(factor, axes);
    }
  }

  private static boolean isParameter(Initializer weight) {
    return weight.payload().type().isFloating()
        && !Parameters.isStatistic(weight)
        && !Parameters.isBound(weight);
  }

  private void add(double factor, List<Place> axes) {
    add(new Product(count++, factor, axes));
  }

  private void add(Term term) {
    term.axes().forEach(place -> left.put(place, ties.lineOf(place).extent()));
    total += term.value(left);
    new LinkedHashSet<>(term.axes())
        .forEach(place -> terms.computeIfAbsent(place, p -> new ArrayList<>()).add(term));
  }

  /** What the network costs without the channels that left it. */
  public double total() {
    return total;
  }

  /** The same in words. */
  String words() {
    return timed
        ? String.format(Locale.ROOT, "%.3f ms in its layers", total / 1e6)
        : String.format(Locale.ROOT, "%.0f", total);
  }

  /** What it would cost less without some more channels of one group. */
  public double saving(List<Slot> slots) {
    double saving = change(slots, -1);
    change(slots, 1);
    return saving;
  }

  /**
   * Takes channels out.
   *
   * @param dropped for each group those that go
   */
  void dropAll(List<BitSet> dropped) {
    for (int group = 0; group < dropped.size(); group++) {
      int number = group;
      drop(dropped.get(group).stream().mapToObj(channel -> new Slot(number, channel)).toList());
    }
  }

  /** Takes channels of one group out. */
  public void drop(List<Slot> slots) {
    total -= change(slots, -1);
  }

  /** Changes the extents of channels' axes; gives what the terms that read them lose. */
  private double change(List<Slot> slots, int sign) {
    if (slots.isEmpty()) {
      return 0;
    }
    Map<Place, int[]> counts = positions.get(slots.getFirst().group());
    Set<Term> touched = new LinkedHashSet<>();
    counts.keySet().forEach(place -> touched.addAll(terms.getOrDefault(place, List.of())));
    double before = touched.stream().mapToDouble(term -> term.value(left)).sum();
    counts.forEach((place, each) -> {
      int change = sign * slots.stream().mapToInt(slot -> each[slot.channel()]).sum();
      left.computeIfPresent(place, (p, extent) -> extent + change);
    });
    return before - touched.stream().mapToDouble(term -> term.value(left)).sum();
  }
}
