package dev.repfuse.generate;

import dev.repfuse.generate.NetworkText.Flow;

/** RepGhostNet of Chen et al., 2022, in training form: a BatchNormalization beside each 3×3. */
final class RepGhostNet {
  /** Kernel, width inside, width behind, a gate's quarter, stride. */
  private static final int[][] BLOCKS = {
    {3, 8, 16, 0, 1}, {3, 24, 24, 0, 2}, {3, 36, 24, 0, 1}, {5, 36, 40, 1, 2},
    {5, 60, 40, 1, 1}, {3, 120, 80, 0, 2}, {3, 100, 80, 0, 1}, {3, 120, 80, 0, 1},
    {3, 120, 80, 0, 1}, {3, 240, 112, 1, 1}, {3, 336, 112, 1, 1}, {5, 336, 160, 1, 2},
    {5, 480, 160, 0, 1}, {5, 480, 160, 1, 1}, {5, 480, 160, 0, 1}, {5, 480, 160, 1, 1}
  };

  private static final int LAST = 1280;

  private RepGhostNet() {}

  static void write(NetworkText text, Plan plan) {
    Flow flow = text.conv("stem.0", text.input(), width(plan, 16), 3, 2);
    flow = text.relu("stem.2", text.norm("stem.1", flow));
    for (int i = 0; i < BLOCKS.length; i++) {
      flow = block(text, plan, "blocks." + i, flow, BLOCKS[i]);
    }
    flow = text.norm("tail.1", text.conv("tail.0", flow, width(plan, 960), 1, 1));
    flow = text.pool("pool", text.relu("tail.2", flow));
    flow = text.relu("head.relu", text.biased("head", flow, LAST, 1, 1));
    text.linear(text.apply("Flatten", "flatten", flow), true);
  }

  private static int width(Plan plan, double base) {
    return Widths.divisible(base * plan.width(), 4);
  }

  private static Flow block(NetworkText text, Plan plan, String name, Flow x, int[] row) {
    int inside = width(plan, row[1]);
    int behind = width(plan, row[2]);
    int kernel = row[0];
    int stride = row[4];
    Flow flow = ghost(text, name + ".first", x, inside, true);
    if (stride > 1) {
      flow = text.norm(name + ".dw.1", text.depthwise(name + ".dw.0", flow, kernel, stride));
    }
    if (row[3] > 0) {
      flow = gated(text, name + ".se", flow);
    }
    flow = ghost(text, name + ".second", flow, behind, false);
    Flow skip = x;
    if (stride > 1 || behind != x.channels()) {
      skip = text.norm(name + ".short.1", text.depthwise(name + ".short.0", x, kernel, stride));
      skip = text.norm(name + ".short.3", text.conv(name + ".short.2", skip, behind, 1, 1));
    }
    return text.add(name + ".add", flow, skip);
  }

  private static Flow ghost(NetworkText text, String name, Flow x, int channels, boolean relu) {
    Flow primary = text.conv(name + ".primary.0", x, channels, 1, 1);
    primary = text.faintNorm(name + ".primary.1", primary);
    if (relu) {
      primary = text.relu(name + ".primary.2", primary);
    }
    Flow cheap = text.depthwise(name + ".cheap.0", primary, 3, 1);
    Flow sum =
        text.add(
            name + ".sum",
            text.norm(name + ".cheap.1", cheap),
            text.norm(name + ".ident", primary));
    return relu ? text.relu(name + ".relu", sum) : sum;
  }

  /** Squeeze and excitation, a quarter as wide inside. */
  private static Flow gated(NetworkText text, String name, Flow x) {
    int inside = Widths.divisible(x.channels() * 0.25, 4);
    Flow flow = text.pool(name + ".pool", x);
    flow = text.relu(name + ".relu", text.biased(name + ".down", flow, inside, 1, 1));
    flow = text.gate(name + ".gate", text.biased(name + ".up", flow, x.channels(), 1, 1));
    return text.join("Mul", name + ".mul", x, flow);
  }
}
