package dev.repfuse.prove;

import dev.repfuse.ir.ElementType;
import dev.repfuse.prove.Basis.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Compares two regions for sources of given extents: on zero input, and on every unit impulse or,
 * where that is too dear, on random combinations of all impulses.
 */
final class RegionCheck {
  /** Additions that all impulses may cost even where random combinations cost less. */
  private static final long FEW_ADDITIONS = 1L << 27;

  /** Additions for one combination beyond which nothing is run. */
  private static final long MOST_ADDITIONS = 1L << 30;

  /** Additions that all impulses may cost before it is asked which of them decide. */
  private static final long VERY_FEW_ADDITIONS = 1L << 20;

  private static final int PROBES = 8;
  private static final int TRIALS = 48;
  private static final long SEED = 0x5eed;

  private final Region region;
  private final List<int[]> shapes;
  private final Program original;
  private final Program result;
  private final Rounding rounding;
  private final double[] differences;
  private double units;
  private double offset;

  private RegionCheck(Region originalRegion, Region resultRegion, List<int[]> shapes) {
    this.region = originalRegion;
    this.shapes = shapes;
    this.original = Program.of(originalRegion, shapes);
    this.result = Program.of(resultRegion, shapes);
    ElementType type = originalRegion.side().types().element(originalRegion.output());
    if (type == ElementType.UNDEFINED) {
      throw new Unprovable("the type of '%s' is not known".formatted(originalRegion.output()));
    }
    this.rounding = Rounding.of(type);
    this.differences = new double[Indexing.size(original.outputShape())];
  }

  /**
   * Compares two regions.
   *
   * @param shapes extents of the sources
   * @throws Unprovable if something in them is not affine, or they are too large
   */
  static Proof of(Region original, Region result, List<int[]> shapes) {
    return new RegionCheck(original, result, shapes).run();
  }

  private Proof run() {
    if (!Arrays.equals(original.outputShape(), result.outputShape())) {
      return new Proof.Refuted(
          new OtherExtents(
              shapes.stream().map(RegionCheck::list).toList(),
              list(original.outputShape()),
              list(result.outputShape())));
    }
    Optional<Impulse> shown = zero();
    if (shown.isPresent()) {
      return new Proof.Refuted(shown.get());
    }
    Basis basis = Basis.all(shapes);
    if (cost(basis) > VERY_FEW_ADDITIONS) {
      basis = Basis.deciding(original, result, shapes);
    }
    int trials = affordable(basis) ? 0 : TRIALS;
    shown = trials == 0 ? impulses(basis) : combinations(basis);
    if (shown.isPresent()) {
      return new Proof.Refuted(shown.get());
    }
    double gain = Arrays.stream(differences).max().orElse(0);
    return new Proof.Proved(new Bound(gain, offset, units), trials, true);
  }

  private Optional<Impulse> zero() {
    original.clearSources();
    result.clearSources();
    Optional<Impulse> shown = compare(true, Optional.empty());
    offset = Arrays.stream(differences).max().orElse(0);
    Arrays.fill(differences, 0);
    return shown;
  }

  /** The additions that all impulses will take, judged by a few of them. */
  private long cost(Basis basis) {
    long before = additions();
    List<Place> probes = basis.some(PROBES);
    for (Place place : probes) {
      impulse(place);
      original.run(false);
      result.run(false);
    }
    return probes.isEmpty() ? 0 : (additions() - before) / probes.size() * basis.count();
  }

  /** Whether all impulses can be run, rather than combinations of them. */
  private boolean affordable(Basis basis) {
    long all = cost(basis);
    if (all <= FEW_ADDITIONS) {
      return true;
    }
    long before = additions();
    feed(signs(basis, new SplittableRandom(SEED)));
    original.run(false);
    result.run(false);
    long one = additions() - before;
    if (one > MOST_ADDITIONS) {
      throw new Unprovable("the region is too large");
    }
    return all <= TRIALS * one;
  }

  private void impulse(Place place) {
    original.clearSources();
    result.clearSources();
    original.source(place.source()).add(place.at(), 1, 1);
    result.source(place.source()).add(place.at(), 1, 1);
  }

  private Optional<Impulse> impulses(Basis basis) {
    for (int source = 0; source < shapes.size(); source++) {
      for (int at : basis.elements().get(source)) {
        Place place = new Place(source, at);
        impulse(place);
        Optional<Impulse> shown = compare(false, Optional.of(place));
        if (shown.isPresent()) {
          return shown;
        }
      }
    }
    return Optional.empty();
  }

  private record Signed(Place place, int sign) {}

  /**
   * Random signs for all elements of the sources. If a coefficient differs by d, at least one of
   * any two combinations that differ in its sign alone shows a difference of d or more.
   */
  private Optional<Impulse> combinations(Basis basis) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] largest = new double[differences.length];
    long count = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      List<Signed> signs = signs(basis, random);
      count = signs.size();
      feed(signs);
      Optional<Impulse> shown = compare(false, Optional.of(signs.getFirst().place()));
      if (shown.isPresent()) {
        return Optional.of(narrow(signs, shown.get()));
      }
      for (int i = 0; i < largest.length; i++) {
        largest[i] = Math.max(largest[i], differences[i]);
      }
      Arrays.fill(differences, 0);
    }
    for (int i = 0; i < largest.length; i++) {
      differences[i] = largest[i] * count;
    }
    return Optional.empty();
  }

  private long additions() {
    return original.additions() + result.additions();
  }

  private List<Signed> signs(Basis basis, SplittableRandom random) {
    List<Signed> signs = new ArrayList<>();
    for (int source = 0; source < shapes.size(); source++) {
      for (int at : basis.elements().get(source)) {
        signs.add(new Signed(new Place(source, at), random.nextBoolean() ? 1 : -1));
      }
    }
    return signs;
  }

  private void feed(List<Signed> signs) {
    original.clearSources();
    result.clearSources();
    for (Signed signed : signs) {
      Place place = signed.place();
      original.source(place.source()).add(place.at(), signed.sign(), 1);
      result.source(place.source()).add(place.at(), signed.sign(), 1);
    }
  }

  /** Halves a combination, keeping the half that differs more, until one impulse is left. */
  private Impulse narrow(List<Signed> combination, Impulse shown) {
    int[] strides = Indexing.strides(original.outputShape());
    int output = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      output += shown.output().get(axis) * strides[axis];
    }
    List<Signed> rest = combination;
    while (rest.size() > 1) {
      List<Signed> left = rest.subList(0, rest.size() / 2);
      List<Signed> right = rest.subList(rest.size() / 2, rest.size());
      rest = difference(left, output) >= difference(right, output) ? left : right;
    }
    Place place = rest.getFirst().place();
    impulse(place);
    return shown(original.run(false), result.run(false), output, Optional.of(place));
  }

  private double difference(List<Signed> signs, int output) {
    feed(signs);
    return Math.abs(original.run(false).value(output) - result.run(false).value(output));
  }

  /** Adds up the differences; the worst of them if it is more than rounding explains. */
  private Optional<Impulse> compare(boolean constants, Optional<Place> place) {
    Image first = original.run(constants);
    Image second = result.run(constants);
    double worst = 0;
    int worstAt = -1;
    for (int pass = 0; pass < 2; pass++) {
      Image image = pass == 0 ? first : second;
      for (int i = 0; i < image.count(); i++) {
        int at = image.place(i);
        if (pass == 1 && first.isSet(at)) {
          continue;
        }
        double difference = first.value(at) - second.value(at);
        differences[at] += Math.abs(difference);
        double measured = rounding.units(difference, first.magnitude(at));
        if (measured > worst) {
          worst = measured;
          worstAt = at;
        }
      }
    }
    if (worst > Rounding.ALLOWED_UNITS) {
      return Optional.of(shown(first, second, worstAt, place));
    }
    units = Math.max(units, worst);
    return Optional.empty();
  }

  private Impulse shown(Image first, Image second, int output, Optional<Place> place) {
    double difference = first.value(output) - second.value(output);
    return new Impulse(
        place.map(p -> region.sources().get(p.source()).name()),
        place.map(p -> list(Indexing.position(p.at(), shapes.get(p.source())))).orElse(List.of()),
        place.map(p -> list(shapes.get(p.source()))).orElse(List.of()),
        list(Indexing.position(output, original.outputShape())),
        first.value(output),
        second.value(output),
        rounding.units(difference, first.magnitude(output)));
  }

  static List<Integer> list(int[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}
