package dev.repfuse.pass.choice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * With which choices something is there: for one of the cases, every axis that the case names has
 * one of the numbers that it lists. Axes are choice points or deciders, by number.
 *
 * @param cases none of which is inside of another; none if it is never there
 */
public record Presence(List<Map<Integer, NavigableSet<Integer>>> cases) {
  /** More than any network has that was looked at; each step compares all of them. */
  private static final int MOST_CASES = 64;

  /** Never there. */
  public static final Presence NEVER = new Presence(List.of());

  /** There whatever is chosen. */
  public static final Presence ALWAYS = new Presence(List.of(Map.of()));

  public Presence {
    cases = List.copyOf(cases);
  }

  public boolean isNever() {
    return cases.isEmpty();
  }

  public boolean isAlways() {
    return cases.equals(ALWAYS.cases);
  }

  /** Only where an axis has one of these numbers as well. */
  Presence and(int axis, NavigableSet<Integer> numbers, List<Integer> counts) {
    List<Map<Integer, NavigableSet<Integer>>> narrower = new ArrayList<>();
    for (Map<Integer, NavigableSet<Integer>> one : cases) {
      intersection(one, axis, numbers).ifPresent(narrower::add);
    }
    return merged(narrower, counts);
  }

  /**
   * Where either is there.
   *
   * @param counts how many numbers each axis has
   * @throws ChoiceException if that takes too many cases
   */
  public Presence or(Presence other, List<Integer> counts) {
    return merged(Stream.concat(cases.stream(), other.cases.stream()).toList(), counts);
  }

  /**
   * The same with other axes.
   *
   * @param axes the new axis of each
   * @param counts how many numbers each new axis has
   */
  public Presence over(List<Integer> axes, List<Integer> counts) {
    List<Map<Integer, NavigableSet<Integer>>> renamed = new ArrayList<>();
    for (Map<Integer, NavigableSet<Integer>> one : cases) {
      Optional<Map<Integer, NavigableSet<Integer>>> all = Optional.of(Map.of());
      for (var axis : one.entrySet()) {
        int to = axes.get(axis.getKey());
        all = all.flatMap(some -> intersection(some, to, axis.getValue()));
      }
      all.ifPresent(renamed::add);
    }
    return merged(renamed, counts);
  }

  private static Optional<Map<Integer, NavigableSet<Integer>>> intersection(
      Map<Integer, NavigableSet<Integer>> one, int axis, NavigableSet<Integer> numbers) {
    NavigableSet<Integer> both = new TreeSet<>(numbers);
    Optional.ofNullable(one.get(axis)).ifPresent(both::retainAll);
    Map<Integer, NavigableSet<Integer>> narrower = new TreeMap<>(one);
    narrower.put(axis, both);
    return both.isEmpty() ? Optional.empty() : Optional.of(narrower);
  }

  private static Presence merged(
      List<Map<Integer, NavigableSet<Integer>>> all, List<Integer> counts) {
    List<Map<Integer, NavigableSet<Integer>>> cases = new ArrayList<>();
    for (Map<Integer, NavigableSet<Integer>> one : all) {
      Map<Integer, NavigableSet<Integer>> next = open(one, counts);
      for (int i = 0; i < cases.size(); i++) {
        Optional<Map<Integer, NavigableSet<Integer>>> union = union(cases.get(i), next);
        if (union.isPresent()) {
          cases.remove(i);
          next = open(union.get(), counts);
          i = -1;
        }
      }
      cases.add(next);
      if (cases.size() > MOST_CASES) {
        throw new ChoiceException("a value depends on too many choices at once");
      }
    }
    return new Presence(cases);
  }

  /** Without axes of which every number is named. */
  private static Map<Integer, NavigableSet<Integer>> open(
      Map<Integer, NavigableSet<Integer>> one, List<Integer> counts) {
    Map<Integer, NavigableSet<Integer>> open = new TreeMap<>(one);
    open.entrySet().removeIf(axis -> axis.getValue().size() == counts.get(axis.getKey()));
    return open;
  }

  /** Both as one case, if that is exact. */
  private static Optional<Map<Integer, NavigableSet<Integer>>> union(
      Map<Integer, NavigableSet<Integer>> a, Map<Integer, NavigableSet<Integer>> b) {
    if (covers(a, b)) {
      return Optional.of(a);
    }
    if (covers(b, a)) {
      return Optional.of(b);
    }
    if (!a.keySet().equals(b.keySet())) {
      return Optional.empty();
    }
    List<Integer> different =
        a.keySet().stream().filter(axis -> !numbers(a, axis).equals(numbers(b, axis))).toList();
    if (different.size() != 1) {
      return Optional.empty();
    }
    Map<Integer, NavigableSet<Integer>> union = new TreeMap<>(a);
    NavigableSet<Integer> either = new TreeSet<>(numbers(a, different.getFirst()));
    either.addAll(numbers(b, different.getFirst()));
    union.put(different.getFirst(), either);
    return Optional.of(union);
  }

  private static boolean covers(
      Map<Integer, NavigableSet<Integer>> wide, Map<Integer, NavigableSet<Integer>> narrow) {
    return wide.keySet().stream()
        .allMatch(axis ->
            narrow.containsKey(axis) && numbers(wide, axis).containsAll(numbers(narrow, axis)));
  }

  private static NavigableSet<Integer> numbers(Map<Integer, NavigableSet<Integer>> one, int axis) {
    return Optional.ofNullable(one.get(axis)).orElseThrow();
  }
}
