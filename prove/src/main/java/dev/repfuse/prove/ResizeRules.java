package dev.repfuse.prove;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Resize, as the specification defines it from version 11: along each axis by itself, an element is
 * a weighted sum of those around the place that it comes from, elements outside being the nearest
 * inside.
 */
final class ResizeRules {
  private static final int OLDEST_OPSET = 11;

  /** Places that are closer to a decision than this are decided by a runtime's rounding. */
  private static final double UNDECIDED = 1e-5;

  private ResizeRules() {}

  /** How one axis is resized; {@code scale} counts as in the specification's formulas. */
  private record Plan(int extent, int resized, double scale) {}

  /** The elements that one element is made of. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Taps(int[] from, double[] weights) {}

  static Linear resize(Operation operation) {
    if (operation.opset() < OLDEST_OPSET) {
      throw new Unprovable("%s is of an old version".formatted(operation.node()));
    }
    if (operation.node().intAttribute("antialias", 0) != 0) {
      throw new Unprovable("%s filters what it makes smaller".formatted(operation.node()));
    }
    if (!mode(operation).equals("nearest")) {
      operation.requireFloating();
    }
    int[] x = operation.shape(0);
    List<Plan> plans = plans(operation, x);
    int[] shape = plans.stream().mapToInt(Plan::resized).toArray();
    List<List<Taps>> taps = plans.stream().map(plan -> taps(operation, plan)).toList();
    int[] strides = Indexing.strides(x);
    Matrix.Entries entries = new Matrix.Entries(Indexing.size(shape));
    for (int to = 0; to < Indexing.size(shape); to++) {
      int[] position = Indexing.position(to, shape);
      Taps sum = new Taps(new int[1], new double[] {1});
      for (int axis = 0; axis < x.length; axis++) {
        sum = along(sum, taps.get(axis).get(position[axis]), strides[axis]);
      }
      for (int i = 0; i < sum.from.length; i++) {
        entries.add(sum.from[i], to, sum.weights[i], Math.abs(sum.weights[i]));
      }
    }
    return Linear.of(shape, 0, entries.matrix(Indexing.size(x)));
  }

  private static Taps along(Taps outer, Taps inner, int stride) {
    int count = outer.from.length * inner.from.length;
    Taps product = new Taps(new int[count], new double[count]);
    for (int i = 0; i < count; i++) {
      int o = i / inner.from.length;
      int n = i % inner.from.length;
      product.from[i] = outer.from[o] + stride * inner.from[n];
      product.weights[i] = outer.weights[o] * inner.weights[n];
    }
    return product;
  }

  private static String mode(Operation operation) {
    return operation.node().stringAttribute("mode", "nearest");
  }

  /** The axes that scales or sizes are given for. */
  private static int[] axes(Operation operation, int rank) {
    return Arrays.stream(
            operation
                .node()
                .intsAttribute("axes")
                .orElseGet(() -> LongStream.range(0, rank).toArray()))
        .mapToInt(axis -> Indexing.axis(axis, rank))
        .toArray();
  }

  /** The axes that may change: for all others the scale is 1, or none is given. */
  static int[] resized(Operation operation, int rank) {
    int[] axes = axes(operation, rank);
    Optional<double[]> scales = given(operation, 2);
    boolean still =
        !operation
            .node()
            .stringAttribute("coordinate_transformation_mode", "half_pixel")
            .startsWith("tf_");
    return IntStream.range(0, axes.length)
        .filter(i -> !still || scales.isEmpty() || scales.get()[i] != 1)
        .map(i -> axes[i])
        .toArray();
  }

  /** An operand that is neither left out nor empty. */
  private static Optional<double[]> given(Operation operation, int index) {
    return operation.optional(index).map(Dense::values).filter(values -> values.length > 0);
  }

  private static List<Plan> plans(Operation operation, int[] x) {
    Plan[] plans = new Plan[x.length];
    Arrays.setAll(plans, axis -> new Plan(x[axis], x[axis], 1));
    int[] axes = axes(operation, x.length);
    Optional<double[]> scales = given(operation, 2);
    if (scales.isPresent()) {
      for (int i = 0; i < axes.length; i++) {
        int extent = x[axes[i]];
        // The specification's own inference multiplies in single precision.
        float scale = (float) scales.get()[i];
        plans[axes[i]] = new Plan(extent, (int) Math.floor(extent * scale), scale);
      }
      return List.of(plans);
    }
    double[] sizes =
        given(operation, 3)
            .orElseThrow(() ->
                new Unprovable("%s has neither scales nor sizes".formatted(operation.node())));
    String policy = operation.node().stringAttribute("keep_aspect_ratio_policy", "stretch");
    double[] ratios = new double[axes.length];
    Arrays.setAll(ratios, i -> sizes[i] / x[axes[i]]);
    for (int i = 0; i < axes.length; i++) {
      int extent = x[axes[i]];
      plans[axes[i]] =
          switch (policy) {
            case "stretch" -> new Plan(extent, (int) sizes[i], ratios[i]);
            case "not_larger" -> kept(extent, Arrays.stream(ratios).min().orElseThrow());
            case "not_smaller" -> kept(extent, Arrays.stream(ratios).max().orElseThrow());
            default -> throw new Unprovable("keep_aspect_ratio_policy " + policy);
          };
    }
    return List.of(plans);
  }

  /** One ratio for all axes; the extent is rounded, halves up. */
  private static Plan kept(int extent, double ratio) {
    return new Plan(extent, (int) Math.floor(extent * ratio + 0.5), ratio);
  }

  private static List<Taps> taps(Operation operation, Plan plan) {
    List<Taps> taps = new ArrayList<>();
    for (int i = 0; i < plan.resized; i++) {
      double place = place(operation, plan, i);
      Taps reading =
          switch (mode(operation)) {
            case "nearest" -> nearest(operation, place);
            case "linear" -> linear(operation, place);
            case "cubic" -> cubic(operation, place, plan.extent);
            default -> throw new Unprovable("mode of %s".formatted(operation.node()));
          };
      int[] inside =
          Arrays.stream(reading.from).map(at -> Math.clamp(at, 0, plan.extent - 1)).toArray();
      taps.add(new Taps(inside, reading.weights));
    }
    return taps;
  }

  /** The place among the elements of the operand that an element of the result comes from. */
  private static double place(Operation operation, Plan plan, int i) {
    String mode = operation.node().stringAttribute("coordinate_transformation_mode", "half_pixel");
    double middle = (i + 0.5) / plan.scale - 0.5;
    double resized = plan.scale * plan.extent;
    return switch (mode) {
      case "half_pixel" -> middle;
      case "pytorch_half_pixel" -> plan.resized > 1 ? middle : 0;
      case "asymmetric" -> i / plan.scale;
      case "tf_half_pixel_for_nn" -> (i + 0.5) / plan.scale;
      case "half_pixel_symmetric" -> plan.extent / 2.0 * (1 - plan.resized / resized) + middle;
      case "align_corners" -> {
        if (Math.abs(plan.resized - resized) > UNDECIDED) {
          throw new Unprovable("the corners of %s do not align".formatted(operation.node()));
        }
        yield plan.resized == 1 ? 0 : i * (plan.extent - 1.0) / (plan.resized - 1);
      }
      default -> throw new Unprovable("coordinate_transformation_mode " + mode);
    };
  }

  private static Taps nearest(Operation operation, double place) {
    String mode = operation.node().stringAttribute("nearest_mode", "round_prefer_floor");
    double decision = mode.startsWith("round") ? place - 0.5 : place;
    double off = Math.abs(decision - Math.rint(decision));
    if (off != 0 && off < UNDECIDED * (1 + Math.abs(place))) {
      throw new Unprovable("%s picks by rounding".formatted(operation.node()));
    }
    double at =
        switch (mode) {
          case "round_prefer_floor" -> Math.ceil(place - 0.5);
          case "round_prefer_ceil" -> Math.floor(place + 0.5);
          case "floor" -> Math.floor(place);
          case "ceil" -> Math.ceil(place);
          default -> throw new Unprovable("nearest_mode " + mode);
        };
    return new Taps(new int[] {(int) at}, new double[] {1});
  }

  private static Taps linear(Operation operation, double place) {
    if (operation.node().intAttribute("exclude_outside", 0) != 0) {
      throw new Unprovable("%s leaves out what is outside".formatted(operation.node()));
    }
    int below = (int) Math.floor(place);
    double ratio = place - below;
    return new Taps(new int[] {below, below + 1}, new double[] {1 - ratio, ratio});
  }

  /** Keys' cubic convolution of four elements. */
  private static Taps cubic(Operation operation, double place, int extent) {
    double a = operation.node().floatAttribute("cubic_coeff_a", -0.75f);
    boolean exclude = operation.node().intAttribute("exclude_outside", 0) != 0;
    int below = (int) Math.floor(place);
    int[] from = {below - 1, below, below + 1, below + 2};
    double[] weights = new double[4];
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      double t = Math.abs(place - from[i]);
      weights[i] =
          t <= 1 ? ((a + 2) * t - (a + 3)) * t * t + 1 : ((a * t - 5 * a) * t + 8 * a) * t - 4 * a;
      if (exclude && (from[i] < 0 || from[i] >= extent)) {
        weights[i] = 0;
      }
      sum += weights[i];
    }
    for (int i = 0; exclude && i < 4; i++) {
      weights[i] /= sum;
    }
    return new Taps(from, weights);
  }
}
