package dev.repfuse.prove;

import java.util.Arrays;

/** Convolution, transposed convolution and pooling, as the specification defines them. */
final class WindowRules {
  private WindowRules() {}

  private static int[] spatial(int[] shape) {
    if (shape.length < 3) {
      throw new Unprovable("a window over extents " + Indexing.text(shape));
    }
    return Arrays.copyOfRange(shape, 2, shape.length);
  }

  private static int[] shape(int batch, int channels, int[] spatial) {
    int[] shape = new int[spatial.length + 2];
    shape[0] = batch;
    shape[1] = channels;
    System.arraycopy(spatial, 0, shape, 2, spatial.length);
    return shape;
  }

  static Linear convolution(Operation operation) {
    operation.requireFloating();
    int[] x = operation.shape(0);
    Dense weight = operation.known(1);
    int[] extents = spatial(x);
    int[] kernel = spatial(weight.shape());
    Window window = Window.of(operation.node(), kernel, extents);
    int groups = Math.toIntExact(operation.node().intAttribute("group", 1));
    int outputs = weight.shape()[0];
    int groupInputs = weight.shape()[1];
    int groupOutputs = outputs / groups;
    if (kernel.length != extents.length || x[1] != groupInputs * groups) {
      throw new Unprovable("the weights of %s do not fit".formatted(operation.node()));
    }
    int taps = Indexing.size(kernel);
    double[][] arranged = new double[2][weight.values().length];
    for (int m = 0; m < outputs; m++) {
      for (int c = 0; c < groupInputs; c++) {
        for (int t = 0; t < taps; t++) {
          int channel = m / groupOutputs * groupInputs + c;
          int to = (channel * taps + t) * groupOutputs + m % groupOutputs;
          int from = (m * groupInputs + c) * taps + t;
          arranged[0][to] = weight.values()[from];
          arranged[1][to] = weight.magnitudes()[from];
        }
      }
    }
    int[] counts = window.counts(extents);
    Windows.Links links = new Windows.Links(Indexing.size(extents), Indexing.size(counts));
    window.cover(extents, (p, tap, element) -> links.add(element, tap, p));
    Windows step = new Windows(x[1], groups, groupOutputs, taps, links, arranged);
    return biased(operation, shape(x[0], outputs, counts), step);
  }

  /** Each element of the operand adds its multiple of the kernel to the result. */
  static Linear transposedConvolution(Operation operation) {
    operation.requireFloating();
    int[] x = operation.shape(0);
    Dense weight = operation.known(1);
    int[] extents = spatial(x);
    int[] kernel = spatial(weight.shape());
    int groups = Math.toIntExact(operation.node().intAttribute("group", 1));
    int groupOutputs = weight.shape()[1];
    boolean automatic =
        !operation.node().stringAttribute("auto_pad", "NOTSET").equals("NOTSET")
            || operation.node().attribute("output_shape").isPresent();
    if (automatic || kernel.length != extents.length || x[1] != weight.shape()[0]) {
      throw new Unprovable("%s pads by its output's extents".formatted(operation.node()));
    }
    Window window = Window.of(operation.node(), kernel, extents);
    int[] more = Window.ints(operation.node(), "output_padding", extents.length, 0);
    int[] results = new int[extents.length];
    for (int axis = 0; axis < results.length; axis++) {
      results[axis] =
          window.stride()[axis] * (extents[axis] - 1)
              + window.dilation()[axis] * (kernel[axis] - 1)
              + 1
              + more[axis]
              - window.begin()[axis]
              - window.end()[axis];
    }
    int taps = Indexing.size(kernel);
    double[][] arranged = new double[2][weight.values().length];
    for (int c = 0; c < x[1]; c++) {
      for (int m = 0; m < groupOutputs; m++) {
        for (int t = 0; t < taps; t++) {
          int to = (c * taps + t) * groupOutputs + m;
          int from = (c * groupOutputs + m) * taps + t;
          arranged[0][to] = weight.values()[from];
          arranged[1][to] = weight.magnitudes()[from];
        }
      }
    }
    Windows.Links links = new Windows.Links(Indexing.size(extents), Indexing.size(results));
    // Read backwards, the windows of a convolution over the result are one per element of x.
    spread(window, extents, results, links);
    Windows step = new Windows(x[1], groups, groupOutputs, taps, links, arranged);
    return biased(operation, shape(x[0], groupOutputs * groups, results), step);
  }

  private static void spread(Window window, int[] extents, int[] results, Windows.Links links) {
    int elements = Indexing.size(extents);
    int taps = Indexing.size(window.kernel());
    for (int q = 0; q < elements; q++) {
      int[] element = Indexing.position(q, extents);
      for (int t = 0; t < taps; t++) {
        int[] tap = Indexing.position(t, window.kernel());
        int place = 0;
        boolean inside = true;
        for (int axis = 0; axis < extents.length && inside; axis++) {
          int at =
              window.stride()[axis] * element[axis]
                  + window.dilation()[axis] * tap[axis]
                  - window.begin()[axis];
          inside = at >= 0 && at < results[axis];
          place = place * results[axis] + at;
        }
        if (inside) {
          links.add(q, t, place);
        }
      }
    }
  }

  private static Linear biased(Operation operation, int[] shape, Step step) {
    if (!operation.has(2)) {
      return Linear.of(shape, 0, step);
    }
    Dense bias = operation.known(2);
    int[] steps = new int[shape.length];
    steps[1] = 1;
    int[] channel = Indexing.walk(shape, steps, 0);
    Dense constant = Dense.zeros(operation.type(), shape);
    for (int i = 0; i < channel.length; i++) {
      constant.values()[i] = bias.values()[channel[i]];
      constant.magnitudes()[i] = bias.magnitudes()[channel[i]];
    }
    return Linear.of(shape, 0, step, constant);
  }

  /** The mean of what each window covers; elements outside count if the node says so. */
  static Linear averagePool(Operation operation) {
    operation.requireFloating();
    int[] x = operation.shape(0);
    int[] extents = spatial(x);
    int[] kernel = Window.ints(operation.node(), "kernel_shape", extents.length, 1);
    Window window = Window.of(operation.node(), kernel, extents);
    if (operation.node().intAttribute("ceil_mode", 0) != 0) {
      throw new Unprovable("%s rounds its extents up".formatted(operation.node()));
    }
    boolean all = operation.node().intAttribute("count_include_pad", 0) != 0;
    int[] counts = window.counts(extents);
    int places = Indexing.size(counts);
    int[] inside = new int[places];
    window.cover(extents, (p, tap, element) -> inside[p]++);
    int taps = Indexing.size(kernel);
    int planes = x[0] * x[1];
    int elements = Indexing.size(extents);
    Matrix.Entries entries = new Matrix.Entries(planes * places);
    for (int plane = 0; plane < planes; plane++) {
      int source = plane * elements;
      int target = plane * places;
      window.cover(
          extents,
          (p, tap, element) -> {
            double share = 1.0 / (all ? taps : inside[p]);
            entries.add(source + element, target + p, share, share);
          });
    }
    return Linear.of(shape(x[0], x[1], counts), 0, entries.matrix(planes * elements));
  }

  static Linear globalAveragePool(Operation operation) {
    int rank = operation.shape(0).length;
    int[] axes = new int[rank - 2];
    Arrays.setAll(axes, i -> i + 2);
    return ProductRules.reduction(operation, axes, true, true);
  }
}
