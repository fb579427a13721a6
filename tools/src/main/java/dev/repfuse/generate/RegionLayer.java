package dev.repfuse.generate;

import dev.repfuse.generate.NetworkText.Flow;
import java.util.List;

/** A dynamic region-aware convolution alone: a model to measure and to test with. */
final class RegionLayer {
  private static final int CHANNELS = 24;

  private RegionLayer() {}

  static void check(List<Integer> channels) {
    if (channels.size() > 2) {
      throw new IllegalArgumentException(
          "drconv takes one number of channels, or one of the input and one of the output");
    }
  }

  static void write(NetworkText text, Plan plan) {
    List<Integer> channels = plan.channels().isEmpty() ? List.of(CHANNELS) : plan.channels();
    RegionConv conv = new RegionConv(text, plan.variant().regions(), plan.batch());
    Flow x = text.input(channels.getFirst());
    text.returns(conv.write("drconv", "y", x, conv.mask("drconv", x), channels.getLast()));
  }
}
