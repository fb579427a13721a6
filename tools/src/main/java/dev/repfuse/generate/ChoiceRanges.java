package dev.repfuse.generate;

import java.util.Collections;
import java.util.List;

/**
 * The architectures of a search space.
 *
 * @param ranges which numbers each choice has
 */
public record ChoiceRanges(List<Range> ranges) {
  /** A network without choices. */
  static final ChoiceRanges NONE = new ChoiceRanges(List.of());

  /** Numbers of one choice, both ends included. */
  public record Range(int least, int most) {
    int count() {
      return most - least + 1;
    }
  }

  public ChoiceRanges {
    ranges = List.copyOf(ranges);
  }

  /** So many choices from 0 to {@code most}. */
  static ChoiceRanges of(int choices, int most) {
    return new ChoiceRanges(Collections.nCopies(choices, new Range(0, most)));
  }

  /** Whether all choices have as many numbers. */
  boolean areAlike() {
    return ranges.stream().map(Range::count).distinct().count() <= 1;
  }

  /**
   * Checks an architecture.
   *
   * @param what whose numbers these are, for the message
   * @throws IllegalArgumentException if it has another number of choices, or one out of range
   */
  void check(String what, List<Integer> numbers) {
    if (numbers.size() != ranges.size()) {
      throw new IllegalArgumentException(
          "%s are %d numbers, not %d".formatted(what, ranges.size(), numbers.size()));
    }
    for (int i = 0; i < ranges.size(); i++) {
      Range range = ranges.get(i);
      if (numbers.get(i) < range.least() || numbers.get(i) > range.most()) {
        throw new IllegalArgumentException(
            "%s: number %d is %d, and goes from %d to %d"
                .formatted(what, i + 1, numbers.get(i), range.least(), range.most()));
      }
    }
  }
}
