package dev.repfuse.runtime.verify;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.Float8;
import dev.repfuse.runtime.verify.OutputComparison.Agreement;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Adds up over samples how far an output is from its reference; see {@link OutputComparison}. */
final class Meter {
  private static final double LEAST_SCALE = 1e-3;

  private final ElementType type;
  private final double tolerance;
  private final double floor;
  private final OddNumbers nan = new OddNumbers("NaN");
  private final OddNumbers infinite = new OddNumbers("infinity");
  private final ErrorHistogram.Tally histogram = new ErrorHistogram.Tally();
  private final List<String> notes = new ArrayList<>();
  private long elements;
  private long mismatches;
  private double error;
  private double maxAbsError;
  private double scale;
  private double sqnrDb = Double.POSITIVE_INFINITY;
  private long rows;
  private long agreeingRows;
  private int worstSample = -1;

  /**
   * A meter for one output.
   *
   * @param largest the largest finite magnitude of the original's output in all samples
   */
  Meter(ElementType type, double tolerance, double largest) {
    this.type = type;
    this.tolerance = toleranceFor(type, tolerance);
    this.floor = largest > 0 ? LEAST_SCALE * largest : LEAST_SCALE;
  }

  static boolean isCompared(ElementType type) {
    return isInexact(type)
        || type.isInteger()
        || type == ElementType.BOOL
        || type == ElementType.STRING;
  }

  private static boolean isInexact(ElementType type) {
    return type.isFloating() || Float8.covers(type);
  }

  /** Two steps of the type's own precision at least: each side rounds its output once. */
  private static double toleranceFor(ElementType type, double asked) {
    return switch (type) {
      case FLOAT -> Math.max(asked, 0x1p-22);
      case DOUBLE -> Math.max(asked, 0x1p-51);
      case FLOAT16 -> Math.max(asked, 0x1p-9);
      case BFLOAT16 -> Math.max(asked, 0x1p-6);
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ -> Math.max(asked, 0x1p-2);
      case FLOAT8E5M2, FLOAT8E5M2FNUZ -> Math.max(asked, 0x1p-1);
      default -> 0;
    };
  }

  /** The largest finite magnitude, 0 for types that are compared exactly. */
  static double largest(Tensor tensor) {
    double largest = 0;
    if (isInexact(tensor.type())) {
      for (double value : numbers(tensor)) {
        if (Double.isFinite(value)) {
          largest = Math.max(largest, Math.abs(value));
        }
      }
    }
    return largest;
  }

  void add(int sample, Tensor original, Tensor result) {
    long count = original.elementCount();
    elements += count;
    if (original.type() != result.type() || !original.shape().equals(result.shape())) {
      notes.add(
          "it is %s in the original, %s in the result".formatted(kind(original), kind(result)));
      mismatches += count;
      fail(sample);
    } else if (isInexact(type)) {
      addInexact(sample, numbers(original), numbers(result), original.shape());
    } else {
      addExact(sample, original, result);
    }
  }

  private static String kind(Tensor tensor) {
    return tensor.type().keyword() + tensor.shape();
  }

  private void fail(int sample) {
    if (error < Double.POSITIVE_INFINITY) {
      error = Double.POSITIVE_INFINITY;
      worstSample = sample;
    }
  }

  private static double[] numbers(Tensor tensor) {
    if (!Float8.covers(tensor.type())) {
      return tensor.doubles();
    }
    byte[] bits = tensor.bytes().toArray(ValueLayout.JAVA_BYTE);
    double[] numbers = new double[bits.length];
    for (int i = 0; i < bits.length; i++) {
      numbers[i] = Float8.decode(tensor.type(), bits[i]);
    }
    return numbers;
  }

  private void addInexact(int sample, double[] a, double[] b, Shape shape) {
    double largest = floor;
    for (double value : a) {
      if (Double.isFinite(value)) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    double limit = tolerance * largest;
    double signal = 0;
    double noise = 0;
    double worst = 0;
    for (int i = 0; i < a.length; i++) {
      if (!Double.isFinite(a[i]) || !Double.isFinite(b[i])) {
        addOdd(sample, a[i], b[i]);
        continue;
      }
      double distance = Math.abs(a[i] - b[i]);
      worst = Math.max(worst, distance);
      histogram.add(distance / largest);
      mismatches += distance > limit ? 1 : 0;
      signal += a[i] * a[i];
      noise += distance * distance;
    }
    maxAbsError = Math.max(maxAbsError, worst);
    if (worst / largest > error || worstSample < 0) {
      error = Math.max(error, worst / largest);
      scale = largest;
      worstSample = sample;
    }
    if (signal > 0 && noise > 0) {
      sqnrDb = Math.min(sqnrDb, 10 * Math.log10(signal / noise));
    }
    addRows(a, b, shape);
  }

  private void addOdd(int sample, double a, double b) {
    nan.count(Double.isNaN(a), Double.isNaN(b), Double.isNaN(a) && Double.isNaN(b));
    infinite.count(Double.isInfinite(a), Double.isInfinite(b), Double.isInfinite(a) && a == b);
    boolean same = Double.compare(a, b) == 0;
    histogram.add(same);
    if (!same) {
      mismatches++;
      fail(sample);
    }
  }

  private void addRows(double[] a, double[] b, Shape shape) {
    OptionalLong length = shape.rank() >= 2 ? shape.size(shape.rank() - 1) : OptionalLong.empty();
    if (length.isEmpty() || length.getAsLong() < 2) {
      return;
    }
    int row = (int) length.getAsLong();
    for (int start = 0; start < a.length; start += row) {
      rows++;
      agreeingRows += argmax(a, start, row) == argmax(b, start, row) ? 1 : 0;
    }
  }

  private static int argmax(double[] values, int start, int length) {
    int best = start;
    for (int i = start + 1; i < start + length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  private void addExact(int sample, Tensor original, Tensor result) {
    long before = mismatches;
    if (type == ElementType.STRING) {
      for (int i = 0; i < original.strings().size(); i++) {
        addExact(original.strings().get(i).mismatch(result.strings().get(i)) < 0);
      }
    } else {
      long[] a = original.longs();
      long[] b = result.longs();
      for (int i = 0; i < a.length; i++) {
        addExact(a[i] == b[i]);
        maxAbsError = Math.max(maxAbsError, Math.abs((double) a[i] - (double) b[i]));
      }
    }
    if (worstSample < 0 || (mismatches > before && before == 0)) {
      worstSample = sample;
    }
    if (error < Double.POSITIVE_INFINITY) {
      error = elements == 0 ? 0 : (double) mismatches / elements;
    }
  }

  private void addExact(boolean same) {
    histogram.add(same);
    mismatches += same ? 0 : 1;
  }

  double error() {
    return error;
  }

  boolean agrees() {
    return error <= tolerance;
  }

  /** The sample with the largest error. */
  int worstSample() {
    return worstSample;
  }

  OutputComparison comparison(String name, OptionalDouble noise) {
    List<String> all = new ArrayList<>(notes.stream().distinct().toList());
    nan.note(elements, all);
    infinite.note(elements, all);
    if (!isInexact(type) && mismatches > 0 && all.isEmpty()) {
      all.add(
          ("%d of %d elements differ, which are compared exactly; an index from ArgMax, TopK or"
                  + " NonMaxSuppression may flip by rounding alone")
              .formatted(mismatches, elements));
    }
    if (noise.isPresent() && noise.getAsDouble() > tolerance) {
      all.add(
          "the original itself is off by %s at ONNX Runtime's highest optimization level"
              .formatted(Comparison.figure(noise.getAsDouble())));
    }
    return new OutputComparison(
        name,
        type,
        agrees() ? Agreement.AGREES : Agreement.DIFFERS,
        elements,
        error,
        tolerance,
        maxAbsError,
        scale,
        isInexact(type) ? sqnrDb : Double.NaN,
        rows == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) agreeingRows / rows),
        mismatches,
        noise,
        histogram.histogram(),
        all);
  }

  /** How it differs, in words. */
  String reason() {
    if (!notes.isEmpty()) {
      return notes.getFirst();
    }
    if (!isInexact(type)) {
      return "%d of %d elements differ".formatted(mismatches, elements);
    }
    List<String> odd = new ArrayList<>();
    nan.note(elements, odd);
    infinite.note(elements, odd);
    return Double.isFinite(error)
        ? "error %s of its scale %s".formatted(Comparison.figure(error), Comparison.figure(scale))
        : String.join("; ", odd);
  }
}
