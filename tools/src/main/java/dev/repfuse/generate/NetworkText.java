package dev.repfuse.generate;

import java.util.Locale;

/**
 * Writes an image classifier as ONNX text, layer by layer. Weights are recipes: normal with the
 * variance of He et al. (2015), so that signals keep their size; BatchNormalizations have
 * statistics as after some training.
 */
final class NetworkText {
  private final Plan plan;
  private final GraphText graph;
  private boolean affine = true;
  private String output = "";

  /** A value of so many channels, and of so many rows and columns. */
  record Flow(String value, int channels, int size) {
    Flow {
      if (channels < 1 || size < 1) {
        throw new IllegalArgumentException(value + " is empty");
      }
    }
  }

  NetworkText(Plan plan) {
    this.plan = plan;
    graph = new GraphText(plan.seed());
  }

  /** What the layers are written into, for what is no layer. */
  GraphText graph() {
    return graph;
  }

  /** The shape of a map of so many channels, rows and columns. */
  String type(int channels, int size) {
    return "%s,%d,%d,%d".formatted(plan.batch(), channels, size, size);
  }

  /** Normalizations from now on have constants 1 and 0, shared by all, as scale and shift. */
  void withoutAffine() {
    affine = false;
  }

  /** The image, which becomes an input of the model. */
  Flow input() {
    return input(3);
  }

  /** A map of so many channels, which becomes an input of the model. */
  Flow input(int channels) {
    graph.input("float[%s] x".formatted(type(channels, plan.resolution())));
    return new Flow("x", channels, plan.resolution());
  }

  /** A convolution without bias, padded so that a stride of 1 keeps the size. */
  Flow conv(String name, Flow x, int channels, int kernel, int stride) {
    return conv(name, x, channels, kernel, stride, 1, false);
  }

  /** A convolution of each channel by itself, padded in the same way. */
  Flow depthwise(String name, Flow x, int kernel, int stride) {
    return conv(name, x, x.channels(), kernel, stride, x.channels(), false);
  }

  /** A convolution with a bias, padded in the same way. */
  Flow biased(String name, Flow x, int channels, int kernel, int stride) {
    return conv(name, x, channels, kernel, stride, 1, true);
  }

  private Flow conv(
      String name, Flow x, int channels, int kernel, int stride, int group, boolean biased) {
    int reads = x.channels() / group;
    String shape = "%d,%d,%d,%d".formatted(channels, reads, kernel, kernel);
    String weight = weight(name, shape, reads * kernel * kernel);
    String operator = convolution(kernel, stride, group);
    String value =
        biased
            ? graph.node(
                name,
                operator,
                x.value(),
                weight,
                graph.random(name + ".bias", "" + channels, "normal(%d, 0.1)"))
            : graph.node(name, operator, x.value(), weight);
    return new Flow(value, channels, (x.size() - 1) / stride + 1);
  }

  /** A Conv with its attributes, padded so that a stride of 1 keeps the size. */
  static String convolution(int kernel, int stride, int group) {
    int pad = kernel / 2;
    return "Conv <group = %d, kernel_shape = [%d,%d], pads = [%d,%d,%d,%d], strides = [%d,%d]>"
        .formatted(group, kernel, kernel, pad, pad, pad, pad, stride, stride);
  }

  /** Weights of which so many are read for each output. */
  String weight(String name, String shape, int reads) {
    return graph.random(name + ".weight", shape, normal(Math.sqrt(2.0 / reads)));
  }

  /** The recipe of normal numbers of this standard deviation. */
  static String normal(double deviation) {
    return String.format(Locale.ROOT, "normal(%%d, %.9f)", deviation);
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
    String scale;
    String shift;
    if (affine) {
      String recipe = String.format(Locale.ROOT, "uniform(%%d, %.1f, %.1f)", low, high);
      scale = graph.random(name + ".weight", size, recipe);
      shift = graph.random(name + ".bias", size, "normal(%d, 0.1)");
    } else {
      graph.skipDraw();
      graph.skipDraw();
      scale = graph.filled("ones." + size, size, 1);
      shift = graph.filled("zeros." + size, size, 0);
    }
    String mean = graph.random(name + ".running_mean", size, "normal(%d, 0.1)");
    String variance = graph.random(name + ".running_var", size, "uniform(%d, 0.8, 1.2)");
    return like(x, graph.node(name, normalization(), x.value(), scale, shift, mean, variance));
  }

  /** A BatchNormalization with its attributes. */
  static String normalization() {
    return "BatchNormalization <epsilon = 0.00001>";
  }

  /** Another value of the same size. */
  private static Flow like(Flow x, String value) {
    return new Flow(value, x.channels(), x.size());
  }

  /** An operator of one input without attributes that keeps the size. */
  Flow apply(String operator, String name, Flow x) {
    return like(x, graph.node(name, operator, x.value()));
  }

  Flow relu(String name, Flow x) {
    return apply("Relu", name, x);
  }

  /** A Relu that goes no further than six. */
  Flow relu6(String name, Flow x) {
    return like(x, graph.node(name, "Clip", x.value(), graph.scalar(0), graph.scalar(6)));
  }

  /** The mean of each channel. */
  Flow pool(String name, Flow x) {
    return new Flow(graph.node(name, "GlobalAveragePool", x.value()), x.channels(), 1);
  }

  /** A 3×3 maximum at every second position. */
  Flow maxPool(String name, Flow x) {
    String operator = "MaxPool <kernel_shape = [3,3], pads = [1,1,1,1], strides = [2,2]>";
    return new Flow(graph.node(name, operator, x.value()), x.channels(), (x.size() - 1) / 2 + 1);
  }

  /** An operator of two values, the second as large as the first or of one row and column. */
  Flow join(String operator, String name, Flow a, Flow b) {
    return like(a, graph.node(name, operator, a.value(), b.value()));
  }

  Flow add(String name, Flow a, Flow b) {
    return join("Add", name, a, b);
  }

  /** The channels of one value behind those of another. */
  Flow concat(String name, Flow a, Flow b) {
    String value = graph.node(name, "Concat <axis = 1>", a.value(), b.value());
    return new Flow(value, a.channels() + b.channels(), a.size());
  }

  /** The hard sigmoid of a gate, which is 0 at -3 and 1 at 3. */
  Flow gate(String name, Flow x) {
    return apply("HardSigmoid <alpha = 0.16666667>", name, x);
  }

  /** The mean of all positions, and a linear layer with bias for the classes. */
  void classify(Flow x) {
    linear(apply("Flatten", "flatten", pool("pool", x)), true);
  }

  /** A linear layer for the classes. */
  void linear(Flow x, boolean biased) {
    String weight = weight("fc", plan.classes() + "," + x.channels(), x.channels());
    String operator = "Gemm <transB = 1>";
    if (biased) {
      String bias = graph.random("fc.bias", "" + plan.classes(), "normal(%d, 0.1)");
      graph.result("fc", "y", operator, x.value(), weight, bias);
    } else {
      graph.result("fc", "y", operator, x.value(), weight);
    }
    output = "float[%s,%d] y".formatted(plan.batch(), plan.classes());
  }

  /** Lets the model return a map and no classes. */
  void returns(Flow y) {
    output = "float[%s] %s".formatted(type(y.channels(), y.size()), y.value());
  }

  /** The whole model. */
  String text() {
    return graph.text(output);
  }
}
