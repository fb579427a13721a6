package dev.repfuse.runtime.verify;

import java.util.Arrays;
import java.util.List;

/**
 * How many elements of an output are off by how much: by decades of {@code |a − b| / scale}, with
 * the scale of the element's sample as {@link OutputComparison} defines it.
 *
 * @param counts how many elements are the same; are off by less than 10^-12; by 10^-12 to 10^-11,
 *     and so on up to 10^-1 to 1; and by 1 or more, or by no number. Of types that are compared
 *     exactly, elements are the same or in the last of these. Empty if nothing was compared
 */
public record ErrorHistogram(List<Long> counts) {
  /** The exponent at which the decades begin. */
  public static final int LEAST_EXPONENT = -12;

  /** The same, less than all decades, the decades, and more. */
  public static final int BINS = 3 - LEAST_EXPONENT;

  /** Nothing was compared. */
  public static final ErrorHistogram NONE = new ErrorHistogram(List.of());

  public ErrorHistogram {
    counts = List.copyOf(counts);
  }

  /** All elements. */
  public long elements() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** Counts elements one by one. */
  static final class Tally {
    private static final double[] BOUNDS = {
      1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1
    };

    private final long[] counts = new long[BINS];

    /**
     * Counts an element.
     *
     * @param error {@code |a − b| / scale}, or no finite number
     */
    void add(double error) {
      counts[bin(error)]++;
    }

    /** Counts one that is compared exactly, or is no finite number on some side. */
    void add(boolean same) {
      counts[same ? 0 : BINS - 1]++;
    }

    private static int bin(double error) {
      if (error == 0) {
        return 0;
      }
      if (!(error < 1)) {
        return BINS - 1;
      }
      // Compared as numbers: a logarithm would put some bounds into the decade below.
      int bin = 0;
      while (bin < BOUNDS.length && error >= BOUNDS[bin]) {
        bin++;
      }
      return bin + 1;
    }

    ErrorHistogram histogram() {
      long all = 0;
      for (long count : counts) {
        all += count;
      }
      return all == 0 ? NONE : new ErrorHistogram(Arrays.stream(counts).boxed().toList());
    }
  }
}
