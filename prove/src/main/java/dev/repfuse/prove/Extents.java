package dev.repfuse.prove;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Chooses extents of a region's sources that are small and yet show everything: along an axis that
 * windows slide over, the smallest extent, in the same remainder by the strides, for which every
 * value has an element that no border reaches, and none that both borders reach. The coefficients
 * for that extent are those for every larger one. Where an extent matters by itself, it is kept.
 */
final class Extents {
  private static final int MOST_CHOICES = 16;
  private static final int LARGEST = 1 << 14;

  private final List<Region> regions;
  private final SourceAxes axes;
  private final Set<Integer> pinned = new HashSet<>();
  private final AxisGroups groups;
  private final int[] tried;
  private final int[] period;
  private final Set<Integer> failed = new LinkedHashSet<>();
  private boolean someOpen;
  private int openExtent = 1;

  private Extents(Region original, Region result) {
    this.regions = List.of(original, result);
    this.axes = new SourceAxes(original);
    this.groups = axes.groups;
    this.tried = new int[axes.count()];
    this.period = new int[axes.count()];
    Arrays.fill(period, 1);
  }

  /**
   * What has to be tried.
   *
   * @param shapes extents of all sources, once for each remainder if an extent is not known
   * @param everyExtent whether what holds for these holds for all; otherwise a batch axis is open
   *     that an operator counts, and only these were tried
   */
  record Choice(List<List<int[]>> shapes, boolean everyExtent) {}

  /**
   * The extents for two regions with the same sources.
   *
   * @throws Unprovable if an extent matters and is not known
   */
  static Choice of(Region original, Region result) {
    Extents extents = new Extents(original, result);
    extents.learn();
    return extents.choices();
  }

  /** Finds the axes that are pinned, those that go together, and the strides. */
  private void learn() {
    String before = "";
    for (int round = 0; !before.equals(state()) && round < 100; round++) {
      before = state();
      for (int axis = 0; axis < tried.length; axis++) {
        tried[axis] = extent(axis, (int) axes.extent(groups.root(axis)).orElse(LARGEST));
      }
      walk();
    }
  }

  private String state() {
    return pinned + groups.toString() + Arrays.toString(period);
  }

  /** The extent to try: a pinned axis has its own. */
  private int extent(int axis, int wanted) {
    OptionalLong known = axes.extent(groups.root(axis));
    if (pinned.contains(groups.root(axis))) {
      if (known.isEmpty() && axes.isFirst(groups.root(axis))) {
        someOpen = true;
        return openExtent;
      }
      return Math.toIntExact(
          known.orElseThrow(
              () -> new Unprovable("an open extent of %s matters".formatted(axes.name(axis)))));
    }
    return (int) Math.min(wanted, known.orElse(wanted));
  }

  private Choice choices() {
    List<List<int[]>> all = new ArrayList<>();
    for (int[] remainder : remainders()) {
      all.add(smallest(remainder));
    }
    if (someOpen) {
      openExtent = 2;
      for (int[] remainder : remainders()) {
        all.add(smallest(remainder));
      }
    }
    return new Choice(all, !someOpen);
  }

  /** Each combination of remainders by the strides. */
  private List<int[]> remainders() {
    List<int[]> all = new ArrayList<>(List.of(new int[tried.length]));
    for (int axis = 0; axis < tried.length; axis++) {
      if (groups.root(axis) != axis || pinned.contains(axis)) {
        continue;
      }
      int choices = axes.extent(axis).isPresent() ? 1 : period[axis];
      List<int[]> more = new ArrayList<>();
      for (int[] so : all) {
        for (int r = 0; r < choices; r++) {
          int[] next = so.clone();
          next[axis] =
              axes.extent(axis).isPresent()
                  ? (int) (axes.extent(axis).getAsLong() % period[axis])
                  : r;
          more.add(next);
        }
      }
      all = more;
      if (all.size() > MOST_CHOICES) {
        throw new Unprovable("open extents and strides allow too many remainders");
      }
    }
    return all;
  }

  /** The smallest extents of these remainders that show everything. */
  private List<int[]> smallest(int[] remainder) {
    for (int axis = 0; axis < tried.length; axis++) {
      int root = groups.root(axis);
      int start = remainder[root] == 0 ? period[root] : remainder[root];
      tried[axis] = extent(axis, start);
    }
    boolean enough = false;
    while (!enough) {
      walk();
      enough = keepPinned();
      for (int axis : List.copyOf(failed)) {
        long most = pinned.contains(axis) ? 0 : axes.extent(axis).orElse(LARGEST);
        if (tried[axis] < most) {
          enough = false;
          grow(axis, (int) Math.min(most, (long) tried[axis] + period[axis]));
        } else if (axes.extent(axis).isEmpty() && !pinned.contains(axis)) {
          throw new Unprovable("no extent of %s shows everything".formatted(axes.name(axis)));
        }
      }
    }
    return axes.shapes(tried);
  }

  /** Gives pinned axes their own extents; whether they had them. */
  private boolean keepPinned() {
    int[] before = tried.clone();
    for (int axis = 0; axis < tried.length; axis++) {
      tried[axis] = extent(axis, tried[axis]);
    }
    return Arrays.equals(before, tried);
  }

  private void grow(int root, int extent) {
    for (int axis = 0; axis < tried.length; axis++) {
      if (groups.root(axis) == root) {
        tried[axis] = extent;
      }
    }
  }

  private void walk() {
    failed.clear();
    Optional<List<Optional<Axis>>> left = walk(regions.getFirst());
    Optional<List<Optional<Axis>>> right = walk(regions.getLast());
    List<Optional<Axis>> one = left.orElse(List.of());
    List<Optional<Axis>> two = right.orElse(List.of());
    for (int axis = 0; axis < Math.max(one.size(), two.size()); axis++) {
      Optional<Axis> first = axis < one.size() ? one.get(axis) : Optional.empty();
      Optional<Axis> second = axis < two.size() ? two.get(axis) : Optional.empty();
      if (!alongTheSame(first, second)) {
        first.ifPresent(this::pin);
        second.ifPresent(this::pin);
      }
    }
  }

  /** Whether one step along an axis of the output is the same step along the sources. */
  private boolean alongTheSame(Optional<Axis> first, Optional<Axis> second) {
    return first.isPresent()
        && second.isPresent()
        && groups.root(first.get().source()) == groups.root(second.get().source())
        && first.get().stride() == second.get().stride();
  }

  private void pin(Axis axis) {
    pinned.add(groups.root(axis.source()));
  }

  /** The axes of the region's output. */
  private Optional<List<Optional<Axis>>> walk(Region region) {
    Walk walk = new Walk(region);
    for (Node node : region.nodes()) {
      Optional<List<Optional<Axis>>> results = walk.rules.results(node);
      for (Result result : node.results()) {
        walk.known.put(region.key().apply(result), results);
      }
      results.ifPresent(list -> list.forEach(a -> a.ifPresent(this::look)));
    }
    return walk.axes(region.output());
  }

  private void look(Axis axis) {
    int root = groups.root(axis.source());
    period[root] = Indexing.commonMultiple(period[root], axis.stride());
    if (!axis.showsEveryClass()) {
      failed.add(root);
    }
  }

  /** The axes of a region's values while it is walked. */
  private final class Walk implements AxisTracking {
    private final Region region;
    private final AxisRules rules;
    private final Map<Object, Optional<List<Optional<Axis>>>> known = new HashMap<>();

    Walk(Region region) {
      this.region = region;
      this.rules = new AxisRules(region.side(), this);
      List<int[]> shapes = axes.shapes(tried);
      for (int i = 0; i < shapes.size(); i++) {
        List<Optional<Axis>> own = new ArrayList<>();
        for (int axis = 0; axis < shapes.get(i).length; axis++) {
          int at = axes.first(i) + axis;
          own.add(
              pinned.contains(groups.root(at))
                  ? Optional.empty()
                  : Optional.of(new Axis(at, 1, 0, 0, tried[at])));
        }
        known.put(region.key().apply(region.sources().get(i)), Optional.of(own));
      }
    }

    @Override
    public Optional<List<Optional<Axis>>> axes(Value value) {
      return known.getOrDefault(region.key().apply(value), Optional.empty());
    }

    @Override
    public void pin(Axis axis) {
      Extents.this.pin(axis);
    }

    @Override
    public boolean join(Axis one, Axis other) {
      int a = groups.root(one.source());
      int b = groups.root(other.source());
      if (a == b) {
        return true;
      }
      boolean may = one.stride() == 1 && other.stride() == 1 && axes.sameExtent(a, b);
      return may && groups.join(a, b);
    }
  }
}
