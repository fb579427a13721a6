package dev.repfuse.generate;

import dev.repfuse.generate.NetworkText.Flow;

/**
 * MobileNetV2 of Sandler et al., 2018: inverted residuals with linear bottlenecks. With widths that
 * are given, the first block expands too, by one, as MetaPruning's base network does.
 */
final class MobileNetV2 {
  /** Expansion, channels, blocks, stride of the first. */
  private static final int[][] STAGES = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private static final int STEM = 32;
  private static final int LAST = 1280;

  private MobileNetV2() {}

  static void write(NetworkText text, Plan plan) {
    Flow flow = text.conv("stem.conv", text.input(), width(plan, STEM, 0), 3, 2);
    flow = text.relu6("stem.relu", text.norm("stem.bn", flow));
    int number = 0;
    for (int stage = 0; stage < STAGES.length; stage++) {
      int channels = width(plan, STAGES[stage][1], stage + 1);
      for (int i = 0; i < STAGES[stage][2]; i++) {
        int stride = i == 0 ? STAGES[stage][3] : 1;
        boolean expands = STAGES[stage][0] > 1 || !plan.channels().isEmpty();
        flow = block(text, "blocks." + number++, flow, expands, STAGES[stage][0], channels, stride);
      }
    }
    int last =
        Widths.divisible(LAST * Math.max(1, plan.channels().isEmpty() ? plan.width() : 1), 8);
    flow = text.relu6("head.relu", text.norm("head.bn", text.conv("head.conv", flow, last, 1, 1)));
    text.classify(flow);
  }

  private static int width(Plan plan, int base, int stage) {
    return plan.channels().isEmpty()
        ? Widths.divisible(base * plan.width(), 8)
        : plan.channels().get(stage);
  }

  private static Flow block(
      NetworkText text,
      String name,
      Flow x,
      boolean expands,
      int expansion,
      int channels,
      int stride) {
    Flow flow = x;
    if (expands) {
      flow = text.conv(name + ".expand.conv", flow, expansion * x.channels(), 1, 1);
      flow = text.relu6(name + ".expand.relu", text.norm(name + ".expand.bn", flow));
    }
    flow = text.norm(name + ".dw.bn", text.depthwise(name + ".dw.conv", flow, 3, stride));
    flow = text.relu6(name + ".dw.relu", flow);
    flow = text.conv(name + ".project.conv", flow, channels, 1, 1);
    if (stride > 1 || channels != x.channels()) {
      return text.norm(name + ".project.bn", flow);
    }
    return text.add(name + ".add", text.faintNorm(name + ".project.bn", flow), x);
  }
}
