package dev.repfuse.pass.fold;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Which channels of the source each row of a map reads at most: those from {@code first[row]} up
 * to, but without, {@code end[row]}. They may be fewer than the map's groups let it read, and
 * decide how many groups a map made of it needs.
 */
@SuppressWarnings("ArrayRecordComponent")
record Reads(int[] first, int[] end) {

  /** What the groups of a geometry let its rows read. */
  static Reads of(Geometry map) {
    int[] first = IntStream.range(0, map.out()).map(map::firstRead).toArray();
    int perGroup = map.in() / map.group();
    return new Reads(first, Arrays.stream(first).map(channel -> channel + perGroup).toArray());
  }

  /** What a map made of two reads, if one of the two reads less than its groups let it. */
  static Optional<Reads> ofBoth(Affine a, Affine b, Supplier<Reads> reads) {
    boolean narrow = a.narrowReads().isPresent() || b.narrowReads().isPresent();
    return narrow ? Optional.of(reads.get()) : Optional.empty();
  }

  /** One channel for each row. */
  static Reads each(int[] channels) {
    return new Reads(channels, Arrays.stream(channels).map(channel -> channel + 1).toArray());
  }

  /** The rows of several maps behind each other. */
  static Reads stacked(List<Reads> parts) {
    return new Reads(
        parts.stream().flatMapToInt(part -> Arrays.stream(part.first)).toArray(),
        parts.stream().flatMapToInt(part -> Arrays.stream(part.end)).toArray());
  }

  /** Row {@code i} of the result is row {@code rows[i]} of this. */
  Reads rows(int[] rows) {
    return new Reads(
        Arrays.stream(rows).map(row -> first[row]).toArray(),
        Arrays.stream(rows).map(row -> end[row]).toArray());
  }

  /** Each row reads what either of both reads. */
  Reads or(Reads other) {
    return new Reads(
        each(row -> Math.min(first[row], other.first[row])),
        each(row -> Math.max(end[row], other.end[row])));
  }

  /** What the rows of {@code outer} read of the source when they read this map's rows. */
  Reads through(Reads outer) {
    int rows = outer.first.length;
    int[] least = new int[rows];
    int[] most = new int[rows];
    for (int row = 0; row < rows; row++) {
      least[row] = Integer.MAX_VALUE;
      for (int middle = outer.first[row]; middle < outer.end[row]; middle++) {
        least[row] = Math.min(least[row], first[middle]);
        most[row] = Math.max(most[row], end[middle]);
      }
    }
    return new Reads(least, most);
  }

  private int[] each(IntUnaryOperator number) {
    return IntStream.range(0, first.length).map(number).toArray();
  }

  /**
   * The largest number of groups so that each row reads channels of its own group only.
   *
   * @param in channels of the source
   */
  int groups(int in) {
    int most = (int) Grid.gcd(in, first.length);
    for (int group = most; group > 1; group--) {
      if (most % group == 0 && fits(group, in)) {
        return group;
      }
    }
    return 1;
  }

  private boolean fits(int group, int in) {
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
