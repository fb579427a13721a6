package dev.repfuse.generate;

import dev.repfuse.generate.NetworkText.Flow;

/** MobileNet of Howard et al., 2017: depthwise and pointwise convolutions in turn. */
final class MobileNetV1 {
  private static final int[] CHANNELS = {
    32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024
  };
  private static final int[] STRIDES = {2, 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1};

  private MobileNetV1() {}

  static void write(NetworkText text, Plan plan) {
    Flow flow = block(text, "stem", text.conv("stem.conv", text.input(), width(plan, 0), 3, 2));
    for (int i = 1; i < CHANNELS.length; i++) {
      String name = "blocks." + (i - 1);
      flow = block(text, name + ".dw", text.depthwise(name + ".dw.conv", flow, 3, STRIDES[i]));
      flow = block(text, name + ".pw", text.conv(name + ".pw.conv", flow, width(plan, i), 1, 1));
    }
    text.classify(flow);
  }

  private static int width(Plan plan, int layer) {
    return plan.channels().isEmpty()
        ? Math.max(1, (int) (CHANNELS[layer] * plan.width()))
        : plan.channels().get(layer);
  }

  private static Flow block(NetworkText text, String name, Flow conv) {
    return text.relu(name + ".relu", text.norm(name + ".bn", conv));
  }
}
