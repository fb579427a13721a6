package dev.repfuse.pass.cost;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A layer with weights, whatever its widths are: layers of one kind differ in nothing else that
 * their time depends on.
 *
 * @param operator Conv, ConvTranspose, or Gemm, which stands for MatMul with a constant too
 * @param kernel extents of a window; none of a Gemm
 * @param strides one for each of these
 * @param pads at the beginning of each axis, then at the end of each
 * @param dilations one for each
 * @param group into how many groups channels fall; 0 if each channel is one
 * @param extents of what a window slides over, or rows
 */
public record LayerKind(
    String operator,
    List<Long> kernel,
    List<Long> strides,
    List<Long> pads,
    List<Long> dilations,
    long group,
    List<Long> extents) {

  /**
   * A layer of a network.
   *
   * @param input whose axis counts what is read
   * @param output whose axis counts what is made
   */
  public record Layer(
      LayerKind kind, Node node, Value input, int inputAxis, Value output, int outputAxis) {}

  /**
   * A node as a layer, for a single sample.
   *
   * @param shapes of values, where the rank is known
   * @return empty if it is none, or an extent is not known
   */
  public static Optional<Layer> of(Node node, Function<Value, Optional<Shape>> shapes) {
    if (!node.operator().isStandard()
        || !MacFactors.counts(node)
        || !(node.input(1) instanceof Initializer)) {
      return Optional.empty();
    }
    Optional<Shape> x = shapes.apply(node.input(0));
    Optional<Shape> w = shapes.apply(node.input(1));
    Optional<Shape> y = shapes.apply(node.output(0));
    if (x.isEmpty() || w.isEmpty() || y.isEmpty() || w.get().sizes().isEmpty()) {
      return Optional.empty();
    }
    return switch (node.opType()) {
      case "Conv", "ConvTranspose" -> window(node, x.get(), w.get());
      default -> product(node, x.get(), w.get(), y.get());
    };
  }

  private static Optional<Layer> window(Node node, Shape x, Shape w) {
    int axes = w.rank() - 2;
    boolean fixed = node.stringAttribute("auto_pad", "NOTSET").equals("NOTSET");
    if (axes < 1 || x.rank() != w.rank() || !fixed || x.size(1).isEmpty()) {
      return Optional.empty();
    }
    long[] extents = new long[axes];
    for (int axis = 0; axis < axes; axis++) {
      extents[axis] = x.size(axis + 2).orElse(0);
    }
    if (Arrays.stream(extents).anyMatch(extent -> extent == 0)) {
      return Optional.empty();
    }
    long group = node.intAttribute("group", 1);
    boolean depthwise = group > 1 && group == x.size(1).getAsLong();
    LayerKind kind =
        new LayerKind(
            node.opType(),
            boxed(Arrays.copyOfRange(w.sizes().orElseThrow(), 2, w.rank())),
            numbers(node, "strides", axes, 1),
            numbers(node, "pads", 2 * axes, 0),
            numbers(node, "dilations", axes, 1),
            depthwise ? 0 : group,
            boxed(extents));
    return Optional.of(new Layer(kind, node, node.input(0), 1, node.output(0), 1));
  }

  private static Optional<Layer> product(Node node, Shape x, Shape w, Shape y) {
    boolean turned = node.is("Gemm") && node.intAttribute("transA", 0) != 0;
    if (w.rank() != 2 || turned || x.rank() < 2 || y.rank() != x.rank()) {
      return Optional.empty();
    }
    long rows = 1;
    for (int axis = 0; axis < x.rank() - 1; axis++) {
      rows *= axis == 0 ? 1 : x.size(axis).orElse(0);
    }
    LayerKind kind =
        new LayerKind("Gemm", List.of(), List.of(), List.of(), List.of(), 1, List.of(rows));
    int last = x.rank() - 1;
    return rows == 0
        ? Optional.empty()
        : Optional.of(new Layer(kind, node, node.input(0), last, node.output(0), last));
  }

  private static List<Long> numbers(Node node, String attribute, int count, long otherwise) {
    long[] standard = new long[count];
    Arrays.fill(standard, otherwise);
    return boxed(node.intsAttribute(attribute).orElse(standard));
  }

  private static List<Long> boxed(long[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  /** How many positions a channel of the result has. */
  public double positions() {
    double positions = kernel.isEmpty() ? extents.getFirst() : 1;
    for (int axis = 0; axis < kernel.size(); axis++) {
      long reach = dilations.get(axis) * (kernel.get(axis) - 1) + 1;
      long padding = pads.get(axis) + pads.get(axis + kernel.size());
      positions *=
          operator.equals("ConvTranspose")
              ? strides.get(axis) * (extents.get(axis) - 1) + reach - padding
              : Math.floorDiv(extents.get(axis) + padding - reach, strides.get(axis)) + 1;
    }
    return positions;
  }

  /** Its multiply-accumulates, up to a factor that all layers of the kind share. */
  public double size(long inputs, long outputs) {
    return group == 0 ? (double) outputs : (double) inputs * outputs;
  }
}
