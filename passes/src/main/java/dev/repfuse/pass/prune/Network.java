package dev.repfuse.pass.prune;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Use;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.cost.LayerTimes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A model of which it is known which channels can only go together. Groups and channels are
 * numbered in the model's order, so that two readings of one file number them alike.
 */
public final class Network {
  private final Graph graph;
  private final Ties ties;
  private final List<ChannelGroup> groups;
  private final Map<Integer, Slot> slots = new HashMap<>();
  private final Map<Place, List<Node>> sums = new HashMap<>();

  private Network(Graph graph, Ties ties) {
    this.graph = graph;
    this.ties = ties;
    this.groups = ChannelGroups.of(ties);
    for (int group = 0; group < groups.size(); group++) {
      for (int channel = 0; channel < groups.get(group).size(); channel++) {
        slots.put(classOf(new Slot(group, channel)), new Slot(group, channel));
      }
    }
    for (Ties.Contraction sum : ties.contractions()) {
      if (sum.node().input(sum.input()) instanceof NamedValue value) {
        sums.computeIfAbsent(new Place(value, sum.axis()), p -> new ArrayList<>(1)).add(sum.node());
      }
    }
  }

  private int classOf(Slot slot) {
    ChannelGroup group = groups.get(slot.group());
    Atoms.Line line = ties.lineOf(group.places().getFirst());
    return ties.atoms().classOf(line.at(group.channels().get(slot.channel())[0]));
  }

  /**
   * Looks at a model's main graph. Extents should be constants where they can be: what is computed
   * from a Shape keeps channels in place.
   */
  public static Network of(Model model) {
    return of(model, Set.of());
  }

  /**
   * The same, with outputs that may lose channels.
   *
   * @param outputs names of graph outputs
   * @throws PruningException if one of them is no output
   */
  public static Network of(Model model, Set<String> outputs) {
    Set<String> known = new HashSet<>();
    model.graph().outputs().forEach(output -> known.add(output.value().name()));
    for (String output : outputs) {
      if (!known.contains(output)) {
        throw new PruningException("'" + output + "' is no output of the graph");
      }
    }
    return new Network(model.graph(), Channels.of(model.graph(), Facts.of(model), outputs));
  }

  /** All groups, those that have to stay included. */
  public List<ChannelGroup> groups() {
    return groups;
  }

  /** Whether callers read the group's channels. */
  boolean isOutput(ChannelGroup group) {
    return group.places().stream()
        .anyMatch(
            place -> place.value().uses().stream().anyMatch(Use.ByGraphOutput.class::isInstance));
  }

  /** Whether channels of the group can go, and weights that make them with them. */
  public boolean isPrunable(ChannelGroup group) {
    return group.pin().isEmpty() && group.size() > 1 && hasFilters(group);
  }

  /** Whether the group's channels are made by weights. */
  public boolean hasFilters(ChannelGroup group) {
    return group.places().stream().anyMatch(this::isFilters);
  }

  /** Whether each position of the axis holds weights that make a channel. */
  public boolean isFilters(Place place) {
    return ties.filters().contains(place) && place.value() instanceof Initializer;
  }

  /** The nodes whose weights make a group's channels. */
  public Set<Node> makers(ChannelGroup group) {
    Set<Node> makers = new LinkedHashSet<>();
    for (Place place : group.places()) {
      if (isFilters(place)) {
        for (Use use : place.value().uses()) {
          if (use instanceof Use.ByNode(Node reader, _)) {
            makers.add(reader);
          }
        }
      }
    }
    return makers;
  }

  /** The nodes that sum a group's channels with others. */
  public Set<Node> readers(ChannelGroup group) {
    Set<Node> readers = new LinkedHashSet<>();
    group.places().forEach(place -> readers.addAll(sums.getOrDefault(place, List.of())));
    return readers;
  }

  /** The filters of the convolutions of one group, in the order of the graph. */
  public List<Place> convolutions() {
    List<Place> filters = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean dense = node.is("Conv") && node.intAttribute("group", 1) == 1;
      if (dense && node.input(1) instanceof Initializer weight) {
        filters.add(new Place(weight, 0));
      }
    }
    return filters;
  }

  /** For each position of an axis of a group, the channel that it is of. */
  public List<Slot> slots(Place place) {
    Atoms.Line line = ties.lineOf(place);
    List<Slot> found = new ArrayList<>();
    for (int i = 0; i < line.extent(); i++) {
      found.add(Objects.requireNonNull(slots.get(ties.atoms().classOf(line.at(i)))));
    }
    return found;
  }

  /**
   * What the network costs, to be followed while channels leave it; the network stays as it is.
   *
   * @throws PruningException if arithmetic is asked for and an extent is not known
   */
  public Costs costs(Measure measure) {
    return Costs.of(graph, ties, positions(), measure);
  }

  /**
   * The time of all its layers that were measured, to be followed in the same way.
   *
   * @throws PruningException if none was
   */
  public Costs costs(LayerTimes times) {
    return Costs.of(graph, ties, positions(), times);
  }

  /** For each group, for each of its axes, how many positions each channel has. */
  private List<Map<Place, int[]>> positions() {
    List<Map<Place, int[]>> counts = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      Map<Place, int[]> own = new LinkedHashMap<>();
      for (Place place : groups.get(group).places()) {
        own.put(place, counts(group, place));
      }
      counts.add(own);
    }
    return counts;
  }

  /**
   * What the network costs without some channels; it stays as it is.
   *
   * @param dropped for each group the channels that go
   * @throws PruningException if arithmetic is asked for and an extent is not known
   */
  public double cost(Measure measure, List<BitSet> dropped) {
    Costs costs = costs(measure);
    costs.dropAll(dropped);
    return costs.total();
  }

  /** How many positions of an axis each channel of a group has. */
  private int[] counts(int group, Place place) {
    int[] each = new int[groups.get(group).size()];
    for (Slot slot : slots(place)) {
      if (slot.group() == group) {
        each[slot.channel()]++;
      }
    }
    return each;
  }

  /**
   * A score for each channel of a group, the higher the more important.
   *
   * @return empty if the group has no weights that the criterion looks at
   */
  public Optional<double[]> importance(ChannelGroup group, Criterion criterion, long seed) {
    return new Importance(ties, criterion, seed).of(group);
  }

  /** The channels of each group that can go without any change of what the network computes. */
  List<BitSet> zeros() {
    return new IdleSearch(this, ties, ranges()).zeros();
  }

  /** The same, with channels whose constants something that stays takes in. */
  List<BitSet> constants() {
    return new IdleSearch(this, ties, ranges()).constants();
  }

  /** The residual sums of which one side is zero, by what they give. */
  public List<String> zeroBlocks() {
    return new ZeroBlocks(ties, ranges()).in(graph.nodes());
  }

  /**
   * Lets what residual sums add go. Afterwards this object must not be used any more.
   *
   * @param sums by what they give
   * @throws PruningException if one of them is not there, or does not add zero to something
   */
  public void dropBlocks(List<String> sums) {
    new ZeroBlocks(ties, ranges()).drop(graph.nodes(), sums);
  }

  ConstantFolding folding(Kept kept) {
    return ConstantFolding.of(ties, kept, graph.nodes());
  }

  private Ranges ranges() {
    return Ranges.of(graph.nodes(), ties);
  }

  /**
   * Removes channels from the model. Constants among them become part of what sums them, where that
   * can take them in. Afterwards this object must not be used any more.
   *
   * @param dropped for each group the channels that go
   * @throws PruningException if a channel has to stay, or an axis would lose all positions
   */
  public void narrow(List<BitSet> dropped) {
    Kept kept = kept(dropped);
    Compaction.of(ties, kept, folding(kept)).apply();
  }

  /**
   * Sets the same channels to zero wherever they are summed with others, but for constants that are
   * taken in; outputs that may lose channels give those that are left. Afterwards this object must
   * not be used any more.
   */
  public void mask(List<BitSet> dropped) {
    Kept kept = kept(dropped);
    Masking.of(ties, kept, folding(kept)).apply();
    OutputPicking.apply(graph, kept);
  }

  Kept kept(List<BitSet> dropped) {
    BitSet atoms = new BitSet();
    for (int i = 0; i < groups.size(); i++) {
      int group = i;
      dropped.get(i).stream().forEach(channel -> atoms.set(classOf(new Slot(group, channel))));
    }
    return new Kept(ties, atoms);
  }
}
