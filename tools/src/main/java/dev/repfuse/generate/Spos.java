package dev.repfuse.generate;

import dev.repfuse.generate.NetworkText.Flow;
import dev.repfuse.generate.ShuffleBlocks.Halves;
import dev.repfuse.generate.ShuffleBlocks.Inside;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The supernet of Single Path One-Shot (Guo et al., 2020) and its subnets: 20 layers, each a
 * ShuffleNetV2 block of kernel 3, 5 or 7, or one like Xception. What a subnet has in common with
 * the supernet has the same names and the same weights.
 */
final class Spos {
  /** Channels and layers of the stages, each of which begins with a stride of 2. */
  private static final int[][] STAGES = {{64, 4}, {160, 4}, {320, 8}, {640, 4}};

  static final int LAYERS = 20;
  static final int CHOICES = 4;
  private static final int[] KERNELS = {3, 5, 7};
  private static final int STEM = 16;
  private static final int TAIL = 1024;

  /** Shares of the channels inside of a block. */
  static final double[] SCALES = {0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6};

  /** The input that chooses widths. */
  private static final String WIDTHS = "widths";

  /** More constants than a choice has. */
  private static final int DRAWS = 1000;

  private final NetworkText text;
  private final Variant variant;

  private Spos(NetworkText text, Variant variant) {
    this.text = text;
    this.variant = variant;
  }

  static void write(NetworkText text, Plan plan) {
    if (plan.variant().arch().isEmpty() || !plan.variant().affine()) {
      text.withoutAffine();
    }
    new Spos(text, plan.variant()).write(plan);
  }

  private void write(Plan plan) {
    Flow flow = text.norm("stem.bn", text.conv("stem.conv", text.input(), STEM, 3, 2));
    flow = text.relu("stem.relu", flow);
    boolean whole = variant.arch().isEmpty();
    if (variant.widths()) {
      text.graph().input("int64[%d] %s".formatted(LAYERS, WIDTHS));
    }
    List<ChoicePoints> points = whole ? List.of(new ChoicePoints(text, plan)) : List.of();
    int layer = 0;
    for (int[] stage : STAGES) {
      for (int i = 0; i < stage[1]; i++) {
        Layer next = layer(layer, flow, stage[0], i == 0 ? 2 : 1);
        flow =
            whole
                ? points.getFirst().next("layers." + layer, next.branches())
                : next.branch(variant.arch().get(layer));
        layer++;
      }
    }
    text.graph().drawFrom((LAYERS + 1L) * CHOICES * DRAWS);
    flow = text.norm("tail.bn", text.conv("tail.conv", flow, TAIL, 1, 1));
    flow = text.pool("pool", text.relu("tail.relu", flow));
    text.linear(text.apply("Flatten", "flatten", flow), false);
  }

  private Layer layer(int number, Flow x, int channels, int stride) {
    String name = "layers." + number;
    Halves halves = stride == 1 ? ShuffleBlocks.halves(text, name, x) : new Halves(x, x);
    return new Layer(number, halves, channels, inside(number, channels / 2), stride);
  }

  private Inside inside(int layer, int half) {
    if (!variant.widths()) {
      return Inside.of(
          variant.scales().isEmpty() ? half : scaled(half, variant.scales().get(layer)));
    }
    int most = scaled(half, SCALES.length - 1);
    GraphText graph = text.graph();
    String name = "layers.%d.width".formatted(layer);
    String id = graph.node(name + ".id", "Gather <axis = 0>", WIDTHS, graph.index(layer));
    List<Integer> counts =
        IntStream.range(0, SCALES.length).map(number -> scaled(half, number)).boxed().toList();
    String mask = WidthMask.of(graph, name, counts, most, id);
    String maps = graph.node(name + ".maps", "Reshape", mask, graph.indices(1, -1, 1, 1));
    return new Inside(
        most, flow -> text.join("Mul", flow.value() + ".narrow", flow, new Flow(maps, most, 1)));
  }

  private static int scaled(int half, int number) {
    return (int) (half * SCALES[number]);
  }

  /** One layer with all of its choices. */
  private final class Layer {
    private final int number;
    private final Halves halves;
    private final int channels;
    private final Inside inside;
    private final int stride;

    Layer(int number, Halves halves, int channels, Inside inside, int stride) {
      this.number = number;
      this.halves = halves;
      this.channels = channels;
      this.inside = inside;
      this.stride = stride;
    }

    List<Supplier<Flow>> branches() {
      return IntStream.range(0, CHOICES)
          .<Supplier<Flow>>mapToObj(choice -> () -> branch(choice))
          .toList();
    }

    Flow branch(int choice) {
      text.graph().drawFrom(((number + 1L) * CHOICES + choice) * DRAWS);
      String name = "layers.%d.choices.%d".formatted(number, choice);
      boolean xception = choice == KERNELS.length;
      int kernel = xception ? 3 : KERNELS[choice];
      Flow passes =
          stride == 1
              ? halves.even()
              : ShuffleBlocks.projection(text, name + ".proj", halves.even(), kernel);
      Flow enters = halves.odd();
      int gives = channels - enters.channels();
      String branch = name + ".branch";
      Flow result =
          xception
              ? ShuffleBlocks.xception(text, branch, enters, inside, gives, stride)
              : ShuffleBlocks.bottleneck(text, branch, enters, inside, gives, kernel, stride);
      return text.concat(name + ".concat", passes, result);
    }
  }
}
