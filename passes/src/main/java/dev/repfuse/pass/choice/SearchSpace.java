package dev.repfuse.pass.choice;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The architectures that a supernet holds: one number for each decider, in the order in which the
 * points name them first.
 *
 * @param allowed the choices that are left of deciders of which some were dropped, ascending
 */
public record SearchSpace(List<ChoicePoint> points, Map<Decider, List<Integer>> allowed) {
  public SearchSpace {
    points = List.copyOf(points);
    allowed = Collections.unmodifiableMap(new LinkedHashMap<>(allowed));
  }

  /** Of which nothing was dropped. */
  public SearchSpace(List<ChoicePoint> points) {
    this(points, Map.of());
  }

  /**
   * The same supernet with no other choices than these.
   *
   * @param left for each decider, in order, ascending
   * @throws ChoiceException if a decider has none left, one that it does not have, or one twice
   */
  public SearchSpace keeping(List<List<Integer>> left) {
    Map<Decider, Integer> deciders = deciders();
    if (left.size() != deciders.size()) {
      throw new ChoiceException(
          "%d lists of choices for %d deciders".formatted(left.size(), deciders.size()));
    }
    Map<Decider, List<Integer>> fewer = new LinkedHashMap<>();
    int index = 0;
    for (Map.Entry<Decider, Integer> decider : deciders.entrySet()) {
      List<Integer> choices = List.copyOf(left.get(index));
      requireLegal(decider.getKey(), decider.getValue(), choices);
      if (choices.size() < decider.getValue()) {
        fewer.put(decider.getKey(), choices);
      }
      index++;
    }
    return new SearchSpace(points, fewer);
  }

  private static void requireLegal(Decider decider, int count, List<Integer> choices) {
    int last = -1;
    for (int choice : choices) {
      if (choice <= last || choice >= count) {
        throw new ChoiceException(
            "%s: %s is no ascending list of choices from 0 to %d"
                .formatted(decider, choices, count - 1));
      }
      last = choice;
    }
    if (choices.isEmpty()) {
      throw new ChoiceException(decider + " has no choice left");
    }
  }

  /**
   * How many choices each decider has, in order.
   *
   * @throws ChoiceException if two points disagree about it
   */
  public Map<Decider, Integer> deciders() {
    Map<Decider, Integer> deciders = new LinkedHashMap<>();
    for (ChoicePoint point : points) {
      int known = deciders.getOrDefault(point.decider(), point.choices());
      if (known != point.choices()) {
        throw new ChoiceException(
            "%s has %d choices at one point and %d at another"
                .formatted(point.decider(), known, point.choices()));
      }
      deciders.put(point.decider(), known);
    }
    return Collections.unmodifiableMap(deciders);
  }

  /** For each decider, in order, the choices that are left: all, where nothing was dropped. */
  public List<List<Integer>> choices() {
    List<List<Integer>> choices = new ArrayList<>();
    deciders()
        .forEach((decider, count) ->
            choices.add(
                Optional.ofNullable(allowed.get(decider))
                    .orElseGet(() -> IntStream.range(0, count).boxed().toList())));
    return List.copyOf(choices);
  }

  /** How many architectures there are, of the choices that are left. */
  public BigInteger size() {
    return choices().stream()
        .map(left -> BigInteger.valueOf(left.size()))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /**
   * Checks that an architecture belongs to the space.
   *
   * @throws ChoiceException if it has another number of choices, or one that is out of range or was
   *     dropped
   */
  public void check(List<Integer> architecture) {
    Map<Decider, Integer> deciders = deciders();
    if (architecture.size() != deciders.size()) {
      throw new ChoiceException(
          "has %d choices, and the supernet has %d: %s"
              .formatted(architecture.size(), deciders.size(), ranges()));
    }
    int index = 0;
    for (Map.Entry<Decider, Integer> decider : deciders.entrySet()) {
      int choice = architecture.get(index);
      if (choice < 0 || choice >= decider.getValue()) {
        throw new ChoiceException(
            "choice %d is %d, and %s takes 0 to %d"
                .formatted(index, choice, decider.getKey(), decider.getValue() - 1));
      }
      List<Integer> left = allowed.getOrDefault(decider.getKey(), List.of(choice));
      if (!left.contains(choice)) {
        throw new ChoiceException(
            "choice %d is %d, which was dropped; %s has %s left"
                .formatted(
                    index,
                    choice,
                    decider.getKey(),
                    left.stream().map(String::valueOf).collect(Collectors.joining(", "))));
      }
      index++;
    }
  }

  /** The number that an architecture has for each decider. */
  Map<Decider, Integer> byDecider(List<Integer> architecture) {
    Map<Decider, Integer> choices = new LinkedHashMap<>();
    deciders().keySet().forEach(decider -> choices.put(decider, architecture.get(choices.size())));
    return choices;
  }

  private String ranges() {
    return deciders().entrySet().stream()
        .map(decider -> "%s 0 to %d".formatted(decider.getKey(), decider.getValue() - 1))
        .collect(Collectors.joining(", "));
  }

  /**
   * Distinct architectures of the choices that are left, each drawn uniformly; the same for the
   * same seed.
   *
   * @throws ChoiceException if there are not that many
   */
  public List<List<Integer>> random(int count, long seed) {
    if (size().compareTo(BigInteger.valueOf(count)) < 0) {
      throw new ChoiceException(
          "%d distinct ones are asked for, and there are %s".formatted(count, size()));
    }
    List<List<Integer>> choices = choices();
    SplittableRandom random = new SplittableRandom(seed);
    Set<List<Integer>> drawn = new LinkedHashSet<>();
    while (drawn.size() < count) {
      List<Integer> architecture = new ArrayList<>();
      choices.forEach(left -> architecture.add(left.get(random.nextInt(left.size()))));
      drawn.add(List.copyOf(architecture));
    }
    return List.copyOf(drawn);
  }
}
