package dev.repfuse.pass.choice;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The architectures that a supernet holds: one number for each decider, in the order in which the
 * points name them first.
 */
public record SearchSpace(List<ChoicePoint> points) {
  public SearchSpace {
    points = List.copyOf(points);
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

  /** How many architectures there are. */
  public BigInteger size() {
    return deciders().values().stream()
        .map(BigInteger::valueOf)
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /**
   * Checks that an architecture belongs to the space.
   *
   * @throws ChoiceException if it has another number of choices, or one that is out of range
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
      index++;
    }
  }

  /** The number that an architecture has for each decider. */
  Map<Decider, Integer> choices(List<Integer> architecture) {
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
   * Distinct architectures, each choice drawn uniformly; the same for the same seed.
   *
   * @throws ChoiceException if there are not that many
   */
  public List<List<Integer>> random(int count, long seed) {
    if (size().compareTo(BigInteger.valueOf(count)) < 0) {
      throw new ChoiceException(
          "%d distinct ones are asked for, and there are %s".formatted(count, size()));
    }
    SplittableRandom random = new SplittableRandom(seed);
    Set<List<Integer>> drawn = new LinkedHashSet<>();
    while (drawn.size() < count) {
      List<Integer> architecture = new ArrayList<>();
      deciders().values().forEach(choices -> architecture.add(random.nextInt(choices)));
      drawn.add(List.copyOf(architecture));
    }
    return List.copyOf(drawn);
  }
}
