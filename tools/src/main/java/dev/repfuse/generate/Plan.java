package dev.repfuse.generate;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import java.util.List;

/**
 * A network to be made.
 *
 * @param width factor of all widths, each rounded as the family's paper or its reference code does
 * @param channels widths of the stages instead; empty for the family's own
 * @param resolution rows and columns of the input
 * @param classes how many outputs a classifier has
 * @param batch how many images at once; a name leaves that open
 * @param seed of the weights
 * @param variant what search spaces and region-aware networks leave open
 */
public record Plan(
    Family family,
    double width,
    List<Integer> channels,
    int resolution,
    int classes,
    String batch,
    long seed,
    Variant variant) {
  /** Shortest side that no classifier strides away. */
  public static final int LEAST_RESOLUTION = 32;

  public Plan {
    channels = List.copyOf(channels);
    if (!(width > 0 && width <= 16)) {
      throw new IllegalArgumentException("a width above 0 and up to 16 is asked for");
    }
    if (!channels.isEmpty() && family != Family.DRCONV && channels.size() != family.stages()) {
      throw new IllegalArgumentException(
          "%s takes %d widths".formatted(family.words(), family.stages()));
    }
    int least = family == Family.DRCONV ? variant.regions().kernel() : LEAST_RESOLUTION;
    if (resolution < least || classes < 1) {
      throw new IllegalArgumentException(
          "a resolution from %d on and a class are asked for".formatted(least));
    }
    family.check(width, channels, resolution);
    variant.check(family);
  }

  /** A network without choices. */
  public Plan(
      Family family,
      double width,
      List<Integer> channels,
      int resolution,
      int classes,
      String batch,
      long seed) {
    this(family, width, channels, resolution, classes, batch, seed, Variant.STANDARD);
  }

  /** The standard network of a family, of 1,000 classes of images of 224 rows and columns. */
  public static Plan of(Family family) {
    return new Plan(family, 1, List.of(), 224, 1000, "N", 0);
  }

  /** The same with another factor of widths. */
  public Plan withWidth(double factor) {
    return new Plan(family, factor, channels, resolution, classes, batch, seed, variant);
  }

  /** The same with other widths of the stages. */
  public Plan withChannels(List<Integer> widths) {
    return new Plan(family, width, widths, resolution, classes, batch, seed, variant);
  }

  /** The same for inputs of so many rows and columns. */
  public Plan withResolution(int size) {
    return new Plan(family, width, channels, size, classes, batch, seed, variant);
  }

  /** The same for so many images at once, or for as many as a name stands for. */
  public Plan withBatch(String images) {
    return new Plan(family, width, channels, resolution, classes, images, seed, variant);
  }

  /** The same with other choices. */
  public Plan with(Variant other) {
    return new Plan(family, width, channels, resolution, classes, batch, seed, other);
  }

  /** The network: the same for the same plan, to the last bit. */
  public Model model() {
    NetworkText text = new NetworkText(this);
    family.write(text, this);
    return ModelText.parse(text.text());
  }
}
