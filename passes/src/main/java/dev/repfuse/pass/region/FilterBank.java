package dev.repfuse.pass.region;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.pass.Facts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A layer with constant weights that generates the filters of all regions: the product of a mix of
 * experts with the experts (official form), or a convolution (paper form). Its own out channels can
 * be scaled or put in another order, and the filters with them.
 *
 * @param node MatMul, Gemm or Conv
 * @param weight its constant
 * @param bias its constant, if it has one
 * @param channels its out channels
 * @param inner elements of the result for each of them: 1, or the positions of a convolution
 */
record FilterBank(Node node, Tensor weight, Optional<Tensor> bias, int channels, long inner) {

  /**
   * Looks for the layer that gives filters.
   *
   * @param filters in the order (region, out channel, channel, tap)
   * @param out channels of each region
   * @param depth numbers in each filter
   * @param graph that the layer has to be in: one around may run less often
   */
  static Optional<FilterBank> behind(
      Value filters, long out, long depth, Graph graph, Facts facts) {
    Value at = filters;
    while (at instanceof Result result
        && result.hasOneUse()
        && Views.isView(result.producer(), facts)) {
      at = result.producer().input(0);
    }
    return at instanceof Result result && result.hasOneUse() && facts.isStandard(result.producer())
        ? read(result.producer(), result, facts)
            .filter(bank -> bank.isPeriodic(out, depth) && bank.node().graph() == graph)
        : Optional.empty();
  }

  private static Optional<FilterBank> read(Node node, Result result, Facts facts) {
    Optional<long[]> sizes = Views.sizes(result, facts);
    Optional<Tensor> weight = facts.constant(node.input(1));
    Optional<Tensor> bias = facts.constant(node.input(2));
    boolean known = bias.isPresent() || node.inputs().size() < 3 || node.input(2).name().isEmpty();
    if (sizes.isEmpty() || weight.isEmpty() || !known) {
      return Optional.empty();
    }
    long[] all = sizes.get();
    int axis =
        switch (node.opType()) {
          case "MatMul", "Gemm" -> all.length - 1;
          case "Conv" -> 1;
          default -> -1;
        };
    boolean fits =
        axis >= 0
            && weight.get().shape().rank() >= 2
            && (axis == 1 || weight.get().shape().rank() == 2)
            && bias.filter(b -> !isRow(b, all[axis])).isEmpty();
    return fits
        ? Optional.of(
            new FilterBank(
                node,
                weight.get(),
                bias,
                Math.toIntExact(all[axis]),
                Views.product(all, axis + 1, all.length)))
        : Optional.empty();
  }

  private static boolean isRow(Tensor bias, long channels) {
    int rank = bias.shape().rank();
    return rank > 0 && bias.elementCount() == channels && bias.shape().dim(rank - 1).is(channels);
  }

  /** Whether the out channel of a filter follows from the layer's own channel. */
  private boolean isPeriodic(long out, long depth) {
    return channels * inner % (out * depth) == 0 && depth % inner == 0;
  }

  /** Whether channels can be ordered such that taps come before channels in each filter. */
  boolean canReorder(long depth) {
    return inner == 1 && channels % depth == 0;
  }

  /** The weights with each channel multiplied by the factor of the filter that it is a part of. */
  FilterBank scaled(double[] factors, long depth) {
    double[] each = new double[channels];
    for (int c = 0; c < channels; c++) {
      each[c] = factors[(int) (c * inner / depth % factors.length)];
    }
    return with((c, number) -> number * each[c], c -> c);
  }

  /** The weights with channels in another order: taps before channels in each filter. */
  FilterBank tapsFirst(long taps, long depth) {
    long in = depth / taps;
    return with(
        (c, number) -> number,
        c -> {
          long place = c % depth;
          return (int) (c - place + place % in * taps + place / in);
        });
  }

  /** A new number from an old one of a channel. */
  private interface Scaling {
    double of(int channel, double number);
  }

  /** The old channel that becomes a new one. */
  private interface Order {
    int of(int channel);
  }

  private FilterBank with(Scaling scaling, Order order) {
    int stride = channelsAreLast() ? 1 : (int) (weight.elementCount() / channels);
    return new FilterBank(
        node,
        changed(weight, stride, scaling, order),
        bias.map(b -> changed(b, 1, scaling, order)),
        channels,
        inner);
  }

  private boolean channelsAreLast() {
    return !node.is("Conv") && node.intAttribute("transB", 0) == 0;
  }

  /** Elements of a channel lie {@code stride} in a row, over and over if channels are last. */
  private Tensor changed(Tensor tensor, int stride, Scaling scaling, Order order) {
    double[] old = tensor.doubles();
    double[] numbers = new double[old.length];
    for (int i = 0; i < numbers.length; i++) {
      int block = i / stride;
      int channel = block % channels;
      int from = order.of(channel);
      numbers[i] = scaling.of(channel, old[(block - channel + from) * stride + i % stride]);
    }
    return Tensor.ofDoubles(tensor.type(), tensor.shape(), numbers);
  }

  /** Whether every number is finite in float32, with room for sums. */
  boolean isFinite() {
    return isFinite(weight.doubles()) && bias.filter(b -> !isFinite(b.doubles())).isEmpty();
  }

  /** The same of other numbers. */
  static boolean isFinite(double[] numbers) {
    return Arrays.stream(numbers).allMatch(number -> Math.abs(number) <= Float.MAX_VALUE / 1e6);
  }

  /** The layer with these weights, which takes as long as it did before. */
  Operand append(NodeList nodes) {
    List<Operand> inputs = new ArrayList<>();
    inputs.add(Operand.of(node.input(0)));
    inputs.add(Operand.of(weight, node.input(1).name()));
    bias.ifPresent(b -> inputs.add(Operand.of(b, node.input(2).name())));
    return nodes.uncounted(new NewNode(node.operator(), node.name(), inputs, node.attributes()));
  }
}
