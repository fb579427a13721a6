package dev.repfuse.generate;

import dev.repfuse.generate.NetworkText.Flow;
import java.util.List;
import java.util.stream.IntStream;

/** MobileNet of Howard et al., 2017: depthwise and pointwise convolutions in turn. */
final class MobileNetV1 {
  private static final int[] CHANNELS = {
    32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024
  };
  private static final int[] STRIDES = {2, 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1};

  /** Layers with a width of their own. */
  static final int LAYERS = 14;

  private MobileNetV1() {}

  static void write(NetworkText text, Plan plan) {
    write(
        text,
        plan.channels().isEmpty()
            ? IntStream.range(0, LAYERS).mapToObj(layer -> width(plan.width(), layer)).toList()
            : plan.channels());
  }

  /** The network whose layers have these widths. */
  static void write(NetworkText text, List<Integer> widths) {
    Flow flow = block(text, "stem", text.conv("stem.conv", text.input(), widths.getFirst(), 3, 2));
    for (int i = 1; i < LAYERS; i++) {
      String name = "blocks." + (i - 1);
      flow = block(text, name + ".dw", text.depthwise(name + ".dw.conv", flow, 3, STRIDES[i]));
      flow = block(text, name + ".pw", text.conv(name + ".pw.conv", flow, widths.get(i), 1, 1));
    }
    text.classify(flow);
  }

  /** The width of a layer. */
  static int width(double factor, int layer) {
    return Math.max(1, (int) (CHANNELS[layer] * factor));
  }

  /** The stride of a layer. */
  static int stride(int layer) {
    return STRIDES[layer];
  }

  private static Flow block(NetworkText text, String name, Flow conv) {
    return text.relu(name + ".relu", text.norm(name + ".bn", conv));
  }
}
