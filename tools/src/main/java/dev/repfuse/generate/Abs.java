package dev.repfuse.generate;

import dev.repfuse.generate.ChoiceRanges.Range;
import dev.repfuse.generate.NetworkText.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The block spaces of Angle-based Search (Hu et al., 2020): layers of inverted residuals, number 2i
 * with kernel 3, 5, 7 for i = 0, 1, 2 and expansion 3, number 2i + 1 with expansion 6, and the
 * identity, -1, in layers that change neither channels nor size. In the supernet, where branches
 * are counted from 0, the identity is the last one.
 */
final class Abs {
  private static final int OPERATORS = 6;
  private static final int IDENTITY = -1;

  /** More constants than a choice has. */
  private static final int DRAWS = 1000;

  /** The space of the paper's SPOS and ProxylessNAS. */
  static final Abs SPOS =
      new Abs(
          40,
          24,
          new int[][] {{32, 4, 2}, {56, 4, 2}, {112, 4, 2}, {128, 4, 1}, {256, 4, 2}, {432, 1, 1}},
          1728,
          true);

  static final Abs FAIRNAS =
      new Abs(
          32,
          16,
          new int[][] {{32, 2, 2}, {40, 4, 2}, {80, 4, 2}, {96, 4, 1}, {192, 4, 2}, {320, 1, 1}},
          1280,
          false);

  private final int stem;
  private final int first;

  /** Channels, layers, stride of the first. */
  private final int[][] stages;

  private final int tail;
  private final boolean identities;

  private Abs(int stem, int first, int[][] stages, int tail, boolean identities) {
    this.stem = stem;
    this.first = first;
    this.stages = stages;
    this.tail = tail;
    this.identities = identities;
  }

  /** Numbers of the layers. */
  ChoiceRanges choices() {
    List<Range> ranges = new ArrayList<>();
    for (int[] stage : stages) {
      for (int i = 0; i < stage[1]; i++) {
        ranges.add(new Range(i > 0 && identities ? IDENTITY : 0, OPERATORS - 1));
      }
    }
    return new ChoiceRanges(ranges);
  }

  void write(NetworkText text, Plan plan) {
    Flow flow = text.norm("stem.bn", text.conv("stem.conv", text.input(), stem, 3, 2));
    flow = text.relu6("stem.relu", flow);
    flow = text.norm("first.dw.bn", text.depthwise("first.dw.conv", flow, 3, 1));
    flow = text.conv("first.project.conv", text.relu6("first.dw.relu", flow), first, 1, 1);
    flow = layers(text, plan, text.norm("first.project.bn", flow));
    flow = text.norm("tail.bn", text.conv("tail.conv", flow, tail, 1, 1));
    text.classify(text.relu6("tail.relu", flow));
  }

  private Flow layers(NetworkText text, Plan plan, Flow x) {
    List<Integer> arch = plan.variant().arch();
    List<ChoicePoints> points = arch.isEmpty() ? List.of(new ChoicePoints(text, plan)) : List.of();
    List<Range> ranges = choices().ranges();
    Flow flow = x;
    int number = 0;
    for (int[] stage : stages) {
      for (int i = 0; i < stage[1]; i++) {
        Layer layer = new Layer(text, number, flow, stage[0], i == 0 ? stage[2] : 1);
        flow =
            arch.isEmpty()
                ? points.getFirst().next(layer.name(), branches(layer, ranges.get(number)))
                : layer.branch(arch.get(number));
        number++;
      }
    }
    text.graph().drawFrom((number + 1L) * OPERATORS * DRAWS);
    return flow;
  }

  private static List<Supplier<Flow>> branches(Layer layer, Range range) {
    List<Supplier<Flow>> branches = new ArrayList<>();
    for (int choice = 0; choice < OPERATORS; choice++) {
      int operator = choice;
      branches.add(() -> layer.branch(operator));
    }
    if (range.least() == IDENTITY) {
      branches.add(() -> layer.branch(IDENTITY));
    }
    return branches;
  }

  /** One layer with all of its choices. */
  private record Layer(NetworkText text, int number, Flow x, int channels, int stride) {
    String name() {
      return "layers." + number;
    }

    Flow branch(int choice) {
      String name = name() + ".choices." + choice;
      if (choice == IDENTITY) {
        return text.apply("Identity", name() + ".identity", x);
      }
      text.graph().drawFrom(((number + 1L) * OPERATORS + choice) * DRAWS);
      int kernel = 3 + choice / 2 * 2;
      int expansion = choice % 2 == 0 ? 3 : 6;
      Flow flow = text.conv(name + ".expand.conv", x, expansion * x.channels(), 1, 1);
      flow = text.relu6(name + ".expand.relu", text.norm(name + ".expand.bn", flow));
      flow = text.norm(name + ".dw.bn", text.depthwise(name + ".dw.conv", flow, kernel, stride));
      flow = text.relu6(name + ".dw.relu", flow);
      flow = text.conv(name + ".project.conv", flow, channels, 1, 1);
      return stride == 1 && channels == x.channels()
          ? text.add(name + ".add", text.faintNorm(name + ".project.bn", flow), x)
          : text.norm(name + ".project.bn", flow);
    }
  }
}
