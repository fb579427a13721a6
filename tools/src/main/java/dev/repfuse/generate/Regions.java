package dev.repfuse.generate;

import java.util.Locale;

/**
 * A dynamic region-aware convolution (Chen et al., 2021).
 *
 * @param count how many regions there are, each with a filter of its own
 * @param experts how many filters the official code mixes those from
 * @param kernel of the convolution, 1 or 3
 */
public record Regions(
    int count, int experts, int kernel, Definition definition, Selection selection) {
  /** What the authors' code has. */
  public static final Regions STANDARD =
      new Regions(8, 8, 1, Definition.OFFICIAL, Selection.ONEHOT);

  private static final int MOST = 256;

  /** Where the filters come from. */
  public enum Definition {
    /**
     * As the paper has it: the pooled input, a 1×1 convolution, a sigmoid, and a grouped 1×1
     * convolution give the filters; the guide has the kernel of the convolution, and a bias.
     */
    PAPER,
    /**
     * As the authors' code has it: filters are mixed from experts by 2·sigmoid of a linear layer of
     * the input's mean, divided by the number of experts; the guide is a 1×1 convolution.
     */
    OFFICIAL;

    /** Its name as users write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How each pixel takes the result of its region's filter. */
  public enum Selection {
    /** The sum of all results, each times a mask of OneHot. */
    ONEHOT,
    /** The sum of all results, each times a mask that compares the region with its number. */
    EQUAL,
    /** GatherElements. */
    GATHER;

    /** Its name as users write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Regions {
    if (count < 2 || count > MOST || experts < 1 || experts > MOST) {
      throw new IllegalArgumentException(
          "regions go from 2 to %1$d, and experts from 1 to %1$d".formatted(MOST));
    }
    if (kernel != 1 && kernel != 3) {
      throw new IllegalArgumentException("a kernel of 1 or 3 is asked for");
    }
  }
}
