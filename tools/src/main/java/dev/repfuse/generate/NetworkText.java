package dev.repfuse.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes an image classifier as ONNX text, layer by layer. Weights are recipes: normal with the
 * variance of He et al. (2015), so that signals keep their size; BatchNormalizations have
 * statistics as after some training.
 */
final class NetworkText {
  private final Plan plan;
  private final List<String> constants = new ArrayList<>();
  private final List<String> nodes = new ArrayList<>();
  private long draws;

  /** A value of so many channels. */
  record Flow(String value, int channels) {}

  NetworkText(Plan plan) {
    this.plan = plan;
  }

  /** The image. */
  Flow input() {
    return new Flow("x", 3);
  }

  /** A convolution without bias, padded so that a stride of 1 keeps the size. */
  Flow conv(String name, Flow x, int channels, int kernel, int stride) {
    return conv(name, x, channels, kernel, stride, 1, false);
  }

  /** A convolution of each channel by itself, padded in the same way. */
  Flow depthwise(String name, Flow x, int kernel, int stride) {
    return conv(name, x, x.channels(), kernel, stride, x.channels(), false);
  }

  /** A 1×1 convolution with a bias. */
  Flow biased(String name, Flow x, int channels) {
    return conv(name, x, channels, 1, 1, 1, true);
  }

  private Flow conv(
      String name, Flow x, int channels, int kernel, int stride, int group, boolean biased) {
    int pad = kernel / 2;
    int reads = x.channels() / group;
    String shape = "%d,%d,%d,%d".formatted(channels, reads, kernel, kernel);
    String weight = weight(name, shape, reads * kernel * kernel);
    String bias = biased ? ", " + constant(name + ".bias", "" + channels, "normal(%d, 0.1)") : "";
    return node(
        name,
        "Conv <group = %d, kernel_shape = [%d,%d], pads = [%d,%d,%d,%d], strides = [%d,%d]>"
            .formatted(group, kernel, kernel, pad, pad, pad, pad, stride, stride),
        quoted(x.value()) + ", " + weight + bias,
        channels);
  }

  private String weight(String name, String shape, int reads) {
    String recipe = String.format(Locale.ROOT, "normal(%%d, %.9f)", Math.sqrt(2.0 / reads));
    return constant(name + ".weight", shape, recipe);
  }

  private String constant(String name, String shape, String recipe) {
    long seed = plan.seed() * 1_000_003 + draws++;
    constants.add("float[%s] %s ~ %s".formatted(shape, quoted(name), recipe.formatted(seed)));
    return quoted(name);
  }

  private Flow node(String name, String operator, String inputs, int channels) {
    String named = quoted(name);
    nodes.add("[%s] %s = %s (%s)".formatted(named, named, operator, inputs));
    return new Flow(name, channels);
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }

  /** Normalization whose output has about the size of its input. */
  Flow norm(String name, Flow x) {
    return norm(name, x, 0.8, 1.2);
  }

  /** Normalization at the end of a residual branch, which would otherwise double what it joins. */
  Flow faintNorm(String name, Flow x) {
    return norm(name, x, 0.1, 0.4);
  }

  private Flow norm(String name, Flow x, double low, double high) {
    String size = "" + x.channels();
    String scale =
        constant(
            name + ".weight",
            size,
            String.format(Locale.ROOT, "uniform(%%d, %.1f, %.1f)", low, high));
    String shift = constant(name + ".bias", size, "normal(%d, 0.1)");
    String mean = constant(name + ".running_mean", size, "normal(%d, 0.1)");
    String variance = constant(name + ".running_var", size, "uniform(%d, 0.8, 1.2)");
    return node(
        name,
        "BatchNormalization <epsilon = 0.00001>",
        String.join(", ", quoted(x.value()), scale, shift, mean, variance),
        x.channels());
  }

  /** An operator of one input without attributes. */
  Flow apply(String operator, String name, Flow x) {
    return node(name, operator, quoted(x.value()), x.channels());
  }

  Flow relu(String name, Flow x) {
    return apply("Relu", name, x);
  }

  /** A Relu that goes no further than six. */
  Flow relu6(String name, Flow x) {
    return node(name, "Clip", quoted(x.value()) + ", \"zero\", \"six\"", x.channels());
  }

  /** The constants that {@link #relu6} reads. */
  void clips() {
    constants.add("float \"zero\" = {0}");
    constants.add("float \"six\" = {6}");
  }

  /** A 3×3 maximum at every second position. */
  Flow maxPool(String name, Flow x) {
    return node(
        name,
        "MaxPool <kernel_shape = [3,3], pads = [1,1,1,1], strides = [2,2]>",
        quoted(x.value()),
        x.channels());
  }

  Flow join(String operator, String name, Flow a, Flow b) {
    return node(
        name, operator, quoted(a.value()) + ", " + quoted(b.value()), Math.max(1, a.channels()));
  }

  Flow add(String name, Flow a, Flow b) {
    return join("Add", name, a, b);
  }

  /** The hard sigmoid of a gate, which is 0 at -3 and 1 at 3. */
  Flow gate(String name, Flow x) {
    return node(name, "HardSigmoid <alpha = 0.16666667>", quoted(x.value()), x.channels());
  }

  /** The mean of all positions, and a linear layer for the classes. */
  void classify(Flow x) {
    Flow flat = apply("Flatten", "flatten", apply("GlobalAveragePool", "pool", x));
    linear(flat);
  }

  /** A linear layer for the classes. */
  void linear(Flow x) {
    String weight = weight("fc", plan.classes() + "," + x.channels(), x.channels());
    String bias = constant("fc.bias", "" + plan.classes(), "normal(%d, 0.1)");
    nodes.add(
        "[\"fc\"] y = Gemm <transB = 1> (%s)"
            .formatted(String.join(", ", quoted(x.value()), weight, bias)));
  }

  /** The whole model. */
  String text() {
    return "g (float[%1$s,3,%2$d,%2$d] x) => (float[%1$s,%3$d] y)\n<\n%4$s\n>\n{\n%5$s\n}\n"
        .formatted(
            plan.batch(),
            plan.resolution(),
            plan.classes(),
            String.join(",\n", constants),
            String.join("\n", nodes));
  }
}
