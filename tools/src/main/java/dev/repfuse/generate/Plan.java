package dev.repfuse.generate;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import java.util.List;

/**
 * A network to be made.
 *
 * @param width factor of all widths, each rounded as the family's paper or its reference code does
 * @param channels widths of the stages instead; empty for the family's own
 * @param resolution rows and columns of the input image
 * @param classes how many outputs there are
 * @param batch how many images at once; a name leaves that open
 * @param seed of the weights
 */
public record Plan(
    Family family,
    double width,
    List<Integer> channels,
    int resolution,
    int classes,
    String batch,
    long seed) {
  /** Shortest side that no family strides away. */
  public static final int LEAST_RESOLUTION = 32;

  public Plan {
    channels = List.copyOf(channels);
    if (!(width > 0 && width <= 16)) {
      throw new IllegalArgumentException("a width above 0 and up to 16 is asked for");
    }
    if (!channels.isEmpty() && channels.size() != family.stages()) {
      throw new IllegalArgumentException(
          "%s takes %d widths".formatted(family.words(), family.stages()));
    }
    if (resolution < LEAST_RESOLUTION || classes < 1) {
      throw new IllegalArgumentException(
          "a resolution from %d on and a class are asked for".formatted(LEAST_RESOLUTION));
    }
  }

  /** The standard network of a family, of 1,000 classes of images of 224 rows and columns. */
  public static Plan of(Family family) {
    return new Plan(family, 1, List.of(), 224, 1000, "N", 0);
  }

  /** The same with another factor of widths. */
  public Plan withWidth(double factor) {
    return new Plan(family, factor, channels, resolution, classes, batch, seed);
  }

  /** The same with other widths of the stages. */
  public Plan withChannels(List<Integer> widths) {
    return new Plan(family, width, widths, resolution, classes, batch, seed);
  }

  /** The network: the same for the same plan, to the last bit. */
  public Model model() {
    NetworkText text = new NetworkText(this);
    family.write(text, this);
    return ModelText.parse(text.text());
  }
}
