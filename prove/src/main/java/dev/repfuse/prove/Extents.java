package dev.repfuse.prove;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
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
  private final List<NamedValue> sources;
  private final List<OptionalLong> real = new ArrayList<>();
  private final List<Dim> dims = new ArrayList<>();
  private final List<Integer> first = new ArrayList<>();
  private final Set<Integer> pinned = new HashSet<>();
  private int[] tried = new int[0];
  private int[] joined = new int[0];
  private int[] period = new int[0];
  private final Set<Integer> failed = new LinkedHashSet<>();
  private boolean someOpen;
  private int openExtent = 1;

  private Extents(Region original, Region result) {
    this.regions = List.of(original, result);
    this.sources = original.sources();
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
    return new Extents(original, result).choose();
  }

  private Choice choose() {
    for (NamedValue source : sources) {
      Shape shape =
          regions
              .getFirst()
              .side()
              .types()
              .shape(source)
              .orElseThrow(() -> new Unprovable("the rank of '%s' is not known".formatted(source)));
      first.add(real.size());
      for (int axis = 0; axis < shape.rank(); axis++) {
        real.add(shape.size(axis));
        dims.add(shape.dim(axis));
      }
    }
    int axes = real.size();
    tried = new int[axes];
    joined = new int[axes];
    period = new int[axes];
    Arrays.fill(period, 1);
    Arrays.setAll(joined, axis -> axis);
    learn();
    return choices();
  }

  /** Finds the axes that are pinned, those that go together, and the strides. */
  private void learn() {
    String before = "";
    for (int round = 0; !before.equals(state()) && round < 100; round++) {
      before = state();
      for (int axis = 0; axis < tried.length; axis++) {
        tried[axis] = extent(axis, (int) real.get(root(axis)).orElse(LARGEST));
      }
      failed.clear();
      regions.forEach(this::walk);
    }
  }

  private String state() {
    return pinned + Arrays.toString(joined) + Arrays.toString(period);
  }

  /** The extent to try: a pinned axis has its own. */
  private int extent(int axis, int wanted) {
    OptionalLong known = real.get(root(axis));
    if (pinned.contains(root(axis))) {
      if (known.isEmpty() && first.contains(root(axis))) {
        someOpen = true;
        return openExtent;
      }
      return Math.toIntExact(
          known.orElseThrow(
              () -> new Unprovable("an open extent of %s matters".formatted(name(axis)))));
    }
    return (int) Math.min(wanted, known.orElse(wanted));
  }

  private String name(int axis) {
    for (int i = sources.size() - 1; i >= 0; i--) {
      if (axis >= first.get(i)) {
        return "axis %d of '%s'".formatted(axis - first.get(i), sources.get(i));
      }
    }
    return "axis " + axis;
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
      if (root(axis) != axis || pinned.contains(axis)) {
        continue;
      }
      int choices = real.get(axis).isPresent() ? 1 : period[axis];
      List<int[]> more = new ArrayList<>();
      for (int[] so : all) {
        for (int r = 0; r < choices; r++) {
          int[] next = so.clone();
          next[axis] =
              real.get(axis).isPresent() ? (int) (real.get(axis).getAsLong() % period[axis]) : r;
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
      int root = root(axis);
      int start = remainder[root] == 0 ? period[root] : remainder[root];
      tried[axis] = extent(axis, start);
    }
    boolean enough = false;
    while (!enough) {
      failed.clear();
      regions.forEach(this::walk);
      enough = keepPinned();
      for (int axis : List.copyOf(failed)) {
        long most = pinned.contains(axis) ? 0 : real.get(axis).orElse(LARGEST);
        if (tried[axis] < most) {
          enough = false;
          grow(axis, (int) Math.min(most, (long) tried[axis] + period[axis]));
        } else if (real.get(axis).isEmpty() && !pinned.contains(axis)) {
          throw new Unprovable("no extent of %s shows everything".formatted(name(axis)));
        }
      }
    }
    return shapes();
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
      if (root(axis) == root) {
        tried[axis] = extent;
      }
    }
  }

  private List<int[]> shapes() {
    List<int[]> shapes = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      int end = i + 1 < sources.size() ? first.get(i + 1) : tried.length;
      shapes.add(Arrays.copyOfRange(tried, first.get(i), end));
    }
    return shapes;
  }

  private int root(int axis) {
    int root = axis;
    while (joined[root] != root) {
      root = joined[root];
    }
    return root;
  }

  private void walk(Region region) {
    Walk walk = new Walk(region);
    for (Node node : region.nodes()) {
      Optional<List<Optional<Axis>>> axes = walk.rules.results(node);
      for (Result result : node.results()) {
        walk.axes.put(region.key().apply(result), axes);
      }
      axes.ifPresent(list -> list.forEach(a -> a.ifPresent(this::look)));
    }
  }

  private void look(Axis axis) {
    int root = root(axis.source());
    period[root] = Indexing.commonMultiple(period[root], axis.stride());
    if (!axis.showsEveryClass()) {
      failed.add(root);
    }
  }

  /** The axes of a region's values while it is walked. */
  private final class Walk implements AxisTracking {
    private final Region region;
    private final AxisRules rules;
    private final Map<Object, Optional<List<Optional<Axis>>>> axes = new HashMap<>();

    Walk(Region region) {
      this.region = region;
      this.rules = new AxisRules(region.side(), this);
      List<int[]> shapes = shapes();
      for (int i = 0; i < sources.size(); i++) {
        List<Optional<Axis>> own = new ArrayList<>();
        for (int axis = 0; axis < shapes.get(i).length; axis++) {
          int at = first.get(i) + axis;
          own.add(
              pinned.contains(root(at))
                  ? Optional.empty()
                  : Optional.of(new Axis(at, 1, 0, 0, tried[at])));
        }
        axes.put(region.key().apply(region.sources().get(i)), Optional.of(own));
      }
    }

    @Override
    public Optional<List<Optional<Axis>>> axes(Value value) {
      return axes.getOrDefault(region.key().apply(value), Optional.empty());
    }

    @Override
    public void pin(Axis axis) {
      pinned.add(root(axis.source()));
    }

    @Override
    public boolean join(Axis one, Axis other) {
      int a = root(one.source());
      int b = root(other.source());
      if (a == b) {
        return true;
      }
      boolean may =
          one.stride() == 1
              && other.stride() == 1
              && !(dims.get(a) instanceof Dim.Unknown)
              && dims.get(a).equals(dims.get(b));
      if (may) {
        joined[Math.max(a, b)] = Math.min(a, b);
      }
      return may;
    }
  }
}
