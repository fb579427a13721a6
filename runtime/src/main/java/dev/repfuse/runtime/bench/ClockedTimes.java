package dev.repfuse.runtime.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times by a clock that counts whole microseconds and leaves out what is begun. */
final class ClockedTimes {
  private static final double NANOSECONDS = 1000;

  private final List<Long> microseconds = new ArrayList<>();

  void add(long value) {
    microseconds.add(value);
  }

  int count() {
    return microseconds.size();
  }

  /**
   * Nanoseconds: the median of grouped data, L + (n/2 − F)/f, where the middle time shows as L, F
   * of n times as less and f as the same. It is finer than the clock.
   */
  double median() {
    List<Long> sorted = new ArrayList<>(microseconds);
    Collections.sort(sorted);
    if (sorted.isEmpty()) {
      return 0;
    }
    Long middle = sorted.get((sorted.size() - 1) / 2);
    int less = sorted.indexOf(middle);
    int same = sorted.lastIndexOf(middle) - less + 1;
    return NANOSECONDS * (middle + (sorted.size() / 2.0 - less) / same);
  }
}
