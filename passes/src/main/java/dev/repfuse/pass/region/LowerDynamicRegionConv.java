package dev.repfuse.pass.region;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Choice;
import dev.repfuse.pass.Edits;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Gain;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import dev.repfuse.pass.cost.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Computes a dynamic region-aware convolution (DRConv) only once for each position. Exports compute
 * the results of all regions at all positions and pick one; here positions are sorted by region,
 * each region's filters are multiplied with what its own positions read, and the results go back to
 * their places. A BatchNormalization behind it goes into the layer that generates filters.
 */
public final class LowerDynamicRegionConv implements Rewrite {
  /** From this operator set on, Split and ReduceSum take sizes and axes as inputs. */
  private static final long OLDEST_OPSET = 13;

  @Override
  public Exactness exactness() {
    return Exactness.ROUNDING;
  }

  @Override
  public Outcome match(Node anchor, Facts facts) {
    return switch (Selection.read(anchor, facts)) {
      case Reading.Is<Selection>(Selection selection) -> match(anchor, selection, facts);
      case Reading.Refused<Selection> refused -> refused.outcome();
      case Reading.Other<Selection> other -> Outcome.NOT_MINE;
    };
  }

  private static Outcome match(Node anchor, Selection selection, Facts facts) {
    return switch (DenseProduct.read(selection, facts)) {
      case Reading.Is<DenseProduct>(DenseProduct product) ->
          lower(anchor.result().orElseThrow(), selection, product, facts);
      case Reading.Refused<DenseProduct> refused -> refused.outcome();
      case Reading.Other<DenseProduct> other -> Outcome.NOT_MINE;
    };
  }

  private static Outcome lower(
      Result selected, Selection selection, DenseProduct product, Facts facts) {
    if (facts.opset() < OLDEST_OPSET) {
      return Outcome.declined(Reason.REGION_OPSET, "operator set " + facts.opset());
    }
    if (selection.mask().positions() >= RegionSort.MOST_POSITIONS) {
      return Outcome.declined(Reason.REGION_MASK, selection.mask().positions() + " positions");
    }
    long channels = selection.channels();
    long depth = product.window().depth();
    Optional<FilterBank> bank =
        FilterBank.behind(product.filters(), channels, depth, selected.graph(), facts);
    Tail tail = Tail.behind(selected, channels, bank.isPresent(), facts);
    Lowered lowered = new Lowered(selection, product, bank, tail, facts);
    if (!lowered.isFinite()) {
      return Outcome.declined(Reason.NOT_FINITE, "a filter times a factor");
    }
    return weigh(lowered, product, tail, bank, selection, facts);
  }

  private static Outcome weigh(
      Lowered lowered,
      DenseProduct product,
      Tail tail,
      Optional<FilterBank> bank,
      Selection selection,
      Facts facts) {
    Edit.Rebuild edit = lowered.edit();
    List<Value> kept = new ArrayList<>(List.of(product.source(), selection.mask().origin(facts)));
    kept.add(
        lowered.changesBank() ? bank.orElseThrow().node().input(0) : product.filterOrigin(facts));
    Set<Node> gone = Edits.deadWithoutReading(tail.end().producer(), kept);
    Estimate estimate =
        new Estimate(
            product.source().name(),
            gone.size(),
            DenseCost.of(gone, bank.map(FilterBank::node), facts),
            lowered.cost());
    Choice choice = new Choice(Optional.of(estimate), Optional.empty());
    if (estimate.saved() <= 0) {
      String sizes =
          "%d regions at %d positions, %d to %d channels"
              .formatted(
                  selection.regions(),
                  selection.mask().positions(),
                  product.window().channels(),
                  selection.channels());
      return new Outcome.Declined(
          Reason.REGION_NO_GAIN, sizes, new Choice(Optional.empty(), Optional.of(estimate)));
    }
    long bytes = Edits.bytesAdded(edit) - Edits.bytesFreed(edit);
    if (!facts.growth().permits(bytes)) {
      return Outcome.declined(Reason.WOULD_GROW, "by %d bytes".formatted(bytes));
    }
    List<Node> origins = new ArrayList<>(product.nodes());
    origins.addAll(selection.nodes());
    origins.addAll(tail.nodes());
    return new Outcome.Replace(
            edit,
            origins,
            new Gain(
                gone.size() - edit.nodes().size(),
                Math.round(estimate.before().macs() - estimate.after().macs()),
                estimate.saved()))
        .weighed(choice);
  }
}
