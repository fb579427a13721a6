package dev.repfuse.generate;

import dev.repfuse.generate.NetworkText.Flow;

/** ResNet-50 of He et al., 2015, with the stride in the 3×3 convolution ("v1.5"). */
final class ResNet50 {
  private static final int[] BLOCKS = {3, 4, 6, 3};
  private static final int[] CHANNELS = {64, 256, 512, 1024, 2048};

  private ResNet50() {}

  static void write(NetworkText text, Plan plan) {
    Flow flow = text.conv("stem.conv", text.input(), width(plan, 0), 7, 2);
    flow = text.maxPool("stem.pool", text.relu("stem.relu", text.norm("stem.bn", flow)));
    for (int stage = 0; stage < BLOCKS.length; stage++) {
      for (int i = 0; i < BLOCKS[stage]; i++) {
        int stride = i == 0 && stage > 0 ? 2 : 1;
        String name = "layer%d.%d".formatted(stage + 1, i);
        flow = block(text, name, flow, width(plan, stage + 1), stride, i == 0);
      }
    }
    text.classify(flow);
  }

  private static int width(Plan plan, int stage) {
    return plan.channels().isEmpty()
        ? Math.max(4, (int) (CHANNELS[stage] * plan.width()))
        : plan.channels().get(stage);
  }

  private static Flow block(
      NetworkText text, String name, Flow x, int channels, int stride, boolean projects) {
    int middle = Math.max(1, channels / 4);
    Flow flow = text.norm(name + ".bn1", text.conv(name + ".conv1", x, middle, 1, 1));
    flow = text.conv(name + ".conv2", text.relu(name + ".relu1", flow), middle, 3, stride);
    flow = text.relu(name + ".relu2", text.norm(name + ".bn2", flow));
    flow = text.faintNorm(name + ".bn3", text.conv(name + ".conv3", flow, channels, 1, 1));
    Flow skip = x;
    if (projects) {
      skip = text.conv(name + ".down.conv", x, channels, 1, stride);
      skip = text.norm(name + ".down.bn", skip);
    }
    return text.relu(name + ".relu3", text.add(name + ".add", flow, skip));
  }
}
