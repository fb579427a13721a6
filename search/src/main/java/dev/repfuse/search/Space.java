package dev.repfuse.search;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What can be chosen.
 *
 * @param choices the numbers that each choice may have
 */
public record Space(List<List<Integer>> choices) {
  public Space {
    choices = choices.stream().map(List::copyOf).toList();
    if (choices.isEmpty() || choices.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("there is nothing to choose");
    }
  }

  /** How many architectures there are. */
  public BigInteger size() {
    return choices.stream()
        .map(numbers -> BigInteger.valueOf(numbers.size()))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /** An architecture, each choice drawn uniformly. */
  public List<Integer> draw(RandomGenerator random) {
    List<Integer> drawn = new ArrayList<>(choices.size());
    for (List<Integer> numbers : choices) {
      drawn.add(numbers.get(random.nextInt(numbers.size())));
    }
    return List.copyOf(drawn);
  }
}
