package dev.repfuse.generate;

import dev.repfuse.generate.NetworkText.Flow;
import java.util.function.UnaryOperator;

/** Parts of the blocks of ShuffleNetV2 (Ma et al., 2018) in the form of its authors' code. */
final class ShuffleBlocks {
  private ShuffleBlocks() {}

  /** The channels of even number, which pass a block by, and those of odd number. */
  record Halves(Flow even, Flow odd) {}

  static Halves halves(NetworkText text, String name, Flow x) {
    int half = x.channels() / 2;
    GraphText graph = text.graph();
    String pairs =
        graph.node(
            name + ".pairs", "Reshape", x.value(), graph.indices(-1, half, 2, x.size(), x.size()));
    return new Halves(
        new Flow(half(graph, name + ".even", pairs, 0), half, x.size()),
        new Flow(half(graph, name + ".odd", pairs, 1), half, x.size()));
  }

  private static String half(GraphText graph, String name, String pairs, int which) {
    return graph.node(name, "Gather <axis = 2>", pairs, graph.index(which));
  }

  /** The way past the branch of a block with stride 2, of as many channels. */
  static Flow projection(NetworkText text, String name, Flow x, int kernel) {
    Flow flow = text.norm(name + ".1", text.depthwise(name + ".0", x, kernel, 2));
    flow = text.norm(name + ".3", text.conv(name + ".2", flow, x.channels(), 1, 1));
    return text.relu(name + ".4", flow);
  }

  /**
   * The channels inside of a block.
   *
   * @param channels how many there are
   * @param narrow what becomes of them before a convolution sums them up
   */
  record Inside(int channels, UnaryOperator<Flow> narrow) {
    /** All of so many. */
    static Inside of(int channels) {
      return new Inside(channels, UnaryOperator.identity());
    }
  }

  /** A 1×1 convolution, a depthwise one and another 1×1 convolution. */
  static Flow bottleneck(
      NetworkText text, String name, Flow x, Inside inside, int channels, int kernel, int stride) {
    Flow flow = text.norm(name + ".1", text.conv(name + ".0", x, inside.channels(), 1, 1));
    flow = text.depthwise(name + ".3", text.relu(name + ".2", flow), kernel, stride);
    flow = inside.narrow().apply(text.norm(name + ".4", flow));
    flow = text.conv(name + ".5", flow, channels, 1, 1);
    return text.relu(name + ".7", text.norm(name + ".6", flow));
  }

  /** Three depthwise 3×3 convolutions, each with a 1×1 convolution behind it. */
  static Flow xception(
      NetworkText text, String name, Flow x, Inside inside, int channels, int stride) {
    UnaryOperator<Flow> narrow = inside.narrow();
    Flow flow = separable(text, name, 0, x, inside.channels(), stride, UnaryOperator.identity());
    flow = separable(text, name, 5, flow, inside.channels(), 1, narrow);
    return separable(text, name, 10, flow, channels, 1, narrow);
  }

  private static Flow separable(
      NetworkText text,
      String name,
      int first,
      Flow x,
      int channels,
      int stride,
      UnaryOperator<Flow> narrow) {
    String prefix = name + ".";
    Flow flow = text.depthwise(prefix + first, x, 3, stride);
    flow = narrow.apply(text.norm(prefix + (first + 1), flow));
    flow = text.norm(prefix + (first + 3), text.conv(prefix + (first + 2), flow, channels, 1, 1));
    return text.relu(prefix + (first + 4), flow);
  }
}
