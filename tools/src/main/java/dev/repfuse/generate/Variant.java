package dev.repfuse.generate;

import java.util.List;

/**
 * What search spaces and region-aware networks leave open.
 *
 * @param arch the number of each choice; empty for the supernet
 * @param scales numbers of the widths inside of SPOS's blocks; empty for full width
 * @param affine whether normalizations of a subnet have a scale and a shift of their own
 * @param deciding how the supernet's input decides
 */
public record Variant(
    List<Integer> arch, List<Integer> scales, boolean affine, Deciding deciding, Regions regions) {
  /** Supernets, and networks without choices, as they are usual. */
  public static final Variant STANDARD =
      new Variant(List.of(), List.of(), true, Deciding.GATHER, Regions.STANDARD);

  public Variant {
    arch = List.copyOf(arch);
    scales = List.copyOf(scales);
  }

  /**
   * Checks that a family has such a variant.
   *
   * @throws IllegalArgumentException if it has not
   */
  void check(Family family) {
    if (!arch.isEmpty()) {
      family.choices().check("architectures of " + family.words(), arch);
    }
    if (!scales.isEmpty()) {
      if (arch.isEmpty()) {
        throw new IllegalArgumentException("scales are of a subnet, which an architecture makes");
      }
      ChoiceRanges.of(arch.size(), Spos.SCALES.length - 1).check("scales", scales);
    }
    if (arch.isEmpty() && deciding == Deciding.ONEHOT && !family.choices().areAlike()) {
      throw new IllegalArgumentException(
          "layers of %s differ in how many choices they have, and rows of a onehot input cannot"
              .formatted(family.words()));
    }
  }

  /** The same for the network of an architecture. */
  public Variant withArch(List<Integer> numbers) {
    return new Variant(numbers, scales, affine, deciding, regions);
  }

  /** The same with other widths inside of the blocks. */
  public Variant withScales(List<Integer> numbers) {
    return new Variant(arch, numbers, affine, deciding, regions);
  }

  /** The same with normalizations as in SPOS's supernet. */
  public Variant withoutAffine() {
    return new Variant(arch, scales, false, deciding, regions);
  }

  /** The same whose input decides in another way. */
  public Variant with(Deciding other) {
    return new Variant(arch, scales, affine, other, regions);
  }

  /** The same with other regions. */
  public Variant with(Regions other) {
    return new Variant(arch, scales, affine, deciding, other);
  }
}
