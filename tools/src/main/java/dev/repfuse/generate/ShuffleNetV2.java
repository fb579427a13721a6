package dev.repfuse.generate;

import dev.repfuse.generate.NetworkText.Flow;
import dev.repfuse.generate.ShuffleBlocks.Halves;
import java.util.Map;
import java.util.Optional;

/**
 * ShuffleNetV2 of Ma et al., 2018, in the form of its authors' code: a block of stride 2 adds the
 * channels that its projection does not give. As in their code of DRConv, of which it is the
 * baseline, the first and the last convolution have a bias.
 */
final class ShuffleNetV2 {
  /** Channels of the stages and of the last convolution, by width. */
  private static final Map<Double, int[]> CHANNELS =
      Map.of(
          0.5, new int[] {48, 96, 192, 1024},
          1.0, new int[] {116, 232, 464, 1024},
          1.5, new int[] {176, 352, 704, 1024},
          2.0, new int[] {244, 488, 976, 2048});

  private static final int[] BLOCKS = {4, 8, 4};
  private static final int STEM = 24;

  /** The product of all strides. */
  private static final int STRIDES = 32;

  private ShuffleNetV2() {}

  static void check(double width) {
    if (!CHANNELS.containsKey(width)) {
      throw new IllegalArgumentException("ShuffleNetV2 has widths of 0.5, 1, 1.5 and 2");
    }
  }

  /** Regions of every second position are exact only where all sizes are even. */
  static void checkRegions(int resolution) {
    if (resolution % STRIDES != 0) {
      throw new IllegalArgumentException(
          "with regions a resolution is a multiple of %d".formatted(STRIDES));
    }
  }

  static void write(NetworkText text, Plan plan) {
    int[] channels = Optional.ofNullable(CHANNELS.get(plan.width())).orElseThrow();
    Flow flow = text.norm("stem.1", text.biased("stem.0", text.input(), STEM, 3, 2));
    flow = text.maxPool("stem.pool", text.relu("stem.2", flow));
    Pointwise pointwise = pointwise(text, plan);
    int number = 0;
    for (int stage = 0; stage < BLOCKS.length; stage++) {
      for (int i = 0; i < BLOCKS[stage]; i++) {
        String name = "blocks." + number++;
        flow = block(text, pointwise, name, flow, channels[stage], i == 0 ? 2 : 1);
      }
    }
    flow = text.norm("tail.1", text.biased("tail.0", flow, channels[BLOCKS.length], 1, 1));
    text.classify(text.relu("tail.2", flow));
  }

  /** What stands in the place of the 1×1 convolutions of a block's branch. */
  private interface Pointwise {
    Flow write(String name, String mask, Flow x, int channels);

    /** What the block's convolutions share: the region of each pixel. */
    String mask(String name, Flow x);

    /** The same at every second position. */
    String halved(String name, String mask);
  }

  private static Pointwise pointwise(NetworkText text, Plan plan) {
    if (plan.family() != Family.SHUFFLENET_V2_DRCONV) {
      return new Plain(text);
    }
    return new ByRegion(new RegionConv(text, plan.variant().regions(), plan.batch()));
  }

  private record Plain(NetworkText text) implements Pointwise {
    @Override
    public Flow write(String name, String mask, Flow x, int channels) {
      return text.conv(name, x, channels, 1, 1);
    }

    @Override
    public String mask(String name, Flow x) {
      return "";
    }

    @Override
    public String halved(String name, String mask) {
      return mask;
    }
  }

  private record ByRegion(RegionConv conv) implements Pointwise {
    @Override
    public Flow write(String name, String mask, Flow x, int channels) {
      return conv.write(name, x, mask, channels);
    }

    @Override
    public String mask(String name, Flow x) {
      return conv.mask(name, x);
    }

    @Override
    public String halved(String name, String mask) {
      return conv.halved(name, mask);
    }
  }

  private static Flow block(
      NetworkText text, Pointwise pointwise, String name, Flow x, int channels, int stride) {
    Halves halves = stride == 1 ? ShuffleBlocks.halves(text, name, x) : new Halves(x, x);
    Flow passes =
        stride == 1
            ? halves.even()
            : ShuffleBlocks.projection(text, name + ".proj", halves.even(), 3);
    Flow enters = halves.odd();
    String mask = pointwise.mask(name, enters);
    Flow flow = pointwise.write(name + ".pw1", mask, enters, channels / 2);
    flow = text.relu(name + ".relu1", text.norm(name + ".bn1", flow));
    flow = text.norm(name + ".bn2", text.depthwise(name + ".dw", flow, 3, stride));
    String second = stride == 1 ? mask : pointwise.halved(name, mask);
    flow = pointwise.write(name + ".pw2", second, flow, channels - enters.channels());
    flow = text.relu(name + ".relu2", text.norm(name + ".bn3", flow));
    return text.concat(name + ".concat", passes, flow);
  }
}
