package dev.repfuse.generate;

import java.util.List;

/**
 * What search spaces and region-aware networks leave open.
 *
 * @param arch the number of each choice; empty for the supernet
 * @param scales numbers of the widths inside of SPOS's blocks; empty for full width
 * @param widths whether SPOS's supernet chooses these widths, too
 * @param affine whether normalizations of a subnet have a scale and a shift of their own
 * @param deciding how the supernet's input decides
 */
public record Variant(
    List<Integer> arch,
    List<Integer> scales,
    boolean widths,
    boolean affine,
    Deciding deciding,
    Regions regions) {
  /** Supernets, and networks without choices, as they are usual. */
  public static final Variant STANDARD =
      new Variant(List.of(), List.of(), false, true, Deciding.GATHER, Regions.STANDARD);

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
    if (widths && !arch.isEmpty()) {
      throw new IllegalArgumentException(
          "widths are chosen in a supernet; with an architecture scales say which");
    }
    if (arch.isEmpty() && deciding == Deciding.ONEHOT && !family.choices().areAlike()) {
      throw new IllegalArgumentException(
          "layers of %s differ in how many choices they have, and rows of a onehot input cannot"
              .formatted(family.words()));
    }
  }

  /** The same for the network of an architecture. */
  public Variant withArch(List<Integer> numbers) {
    return new Variant(numbers, scales, widths, affine, deciding, regions);
  }

  /** The same with other widths inside of the blocks. */
  public Variant withScales(List<Integer> numbers) {
    return new Variant(arch, numbers, widths, affine, deciding, regions);
  }

  /** The same whose supernet chooses widths inside of blocks, too. */
  public Variant withWidths() {
    return new Variant(arch, scales, true, affine, deciding, regions);
  }

  /** The same with normalizations as in SPOS's supernet. */
  public Variant withoutAffine() {
    return new Variant(arch, scales, widths, false, deciding, regions);
  }

  /** The same whose input decides in another way. */
  public Variant with(Deciding other) {
    return new Variant(arch, scales, widths, affine, other, regions);
  }

  /** The same with other regions. */
  public Variant with(Regions other) {
    return new Variant(arch, scales, widths, affine, deciding, other);
  }
}
