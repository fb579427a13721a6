package dev.repfuse.pass.fold;

import java.util.stream.IntStream;

/** Finds the largest number of groups that a map's rows allow. */
final class Grouping {
  private Grouping() {}

  /** For each row of a map, the first channel of the source that it may read. */
  static IntStream firstReads(Geometry map) {
    return IntStream.range(0, map.out()).map(map::firstRead);
  }

  /** For each row of a map, the channel behind the last one that it may read. */
  static IntStream endsOfReads(Geometry map) {
    return firstReads(map).map(first -> first + map.in() / map.group());
  }

  /**
   * The largest number of groups so that each row reads channels of its own group only.
   *
   * @param in channels of the source
   * @param first for each row, the first channel that it reads
   * @param end for each row, the channel behind the last one that it reads
   */
  static int largest(int in, int[] first, int[] end) {
    int most = (int) Grid.gcd(in, first.length);
    for (int group = most; group > 1; group--) {
      if (most % group == 0 && fits(group, in, first, end)) {
        return group;
      }
    }
    return 1;
  }

  private static boolean fits(int group, int in, int[] first, int[] end) {
    int rows = first.length / group;
    int channels = in / group;
    for (int row = 0; row < first.length; row++) {
      int begin = row / rows * channels;
      if (first[row] < begin || end[row] > begin + channels) {
        return false;
      }
    }
    return true;
  }
}
