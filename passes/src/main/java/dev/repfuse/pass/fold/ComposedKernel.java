package dev.repfuse.pass.fold;

import dev.repfuse.ir.Workers;

/**
 * The numbers of a map behind another: {@code k[o, i, α + β] = Σ outer[o, m, α] · inner[m, i, β]}
 * and {@code b[o] = outer's + Σ outer[o, m, α] · inner's[m]}, summed up in the order of m, then α.
 */
final class ComposedKernel {
  private final Geometry inner;
  private final Geometry outer;
  private final Geometry result;
  private final Reads innerReads;
  private final Reads outerReads;
  private final double[] innerKernel;
  private final double[] innerBias;
  private final double[] outerKernel;
  private final int[] innerTaps;
  private final int[] outerTaps;
  private final double[] kernel;
  private final double[] bias;

  private ComposedKernel(Affine inner, Affine outer, Geometry result) {
    this.inner = inner.geometry();
    this.outer = outer.geometry();
    this.result = result;
    innerReads = inner.reads();
    outerReads = outer.reads();
    innerKernel = inner.weights().kernel();
    innerBias = inner.weights().bias();
    outerKernel = outer.weights().kernel();
    innerTaps = Grid.places(this.inner, result, Geometry.filled(result.rank(), 1));
    outerTaps = Grid.places(this.outer, result, this.inner.stride());
    kernel = new double[Math.toIntExact(result.weights())];
    bias = outer.weights().bias().clone();
  }

  /**
   * The numbers.
   *
   * @param result the geometry of the composition
   */
  static Affine.Weights of(Affine inner, Affine outer, Geometry result) {
    ComposedKernel composed = new ComposedKernel(inner, outer, result);
    double middle = (double) composed.outer.in() / composed.outer.group() * composed.outer.taps();
    double each = (double) composed.inner.in() / composed.inner.group() * composed.inner.taps();
    Workers.each(result.out(), middle * each, composed::rows);
    return new Affine.Weights(composed.kernel, composed.bias);
  }

  private void rows(int from, int to) {
    int middlePerGroup = outer.in() / outer.group();
    for (int o = from; o < to; o++) {
      for (int middle = outerReads.first()[o]; middle < outerReads.end()[o]; middle++) {
        int column = o * middlePerGroup + middle - outer.firstRead(o);
        for (int tap = 0; tap < outerTaps.length; tap++) {
          double weight = outerKernel[column * outerTaps.length + tap];
          bias[o] += weight * innerBias[middle];
          if (weight != 0) {
            add(o, outerTaps[tap], weight, middle);
          }
        }
      }
    }
  }

  /** Adds an inner row times a weight to a row of the result, from a tap on. */
  private void add(int row, int tap, double weight, int middle) {
    int first = innerReads.first()[middle];
    int from = middle * (inner.in() / inner.group()) + first - inner.firstRead(middle);
    int to = row * (result.in() / result.group()) + first - result.firstRead(row);
    int count = innerReads.end()[middle] - first;
    int taps = result.taps();
    double[] addend = innerKernel;
    double[] sum = kernel;
    if (innerTaps.length == taps) {
      int source = from * taps;
      int target = to * taps;
      for (int end = source + count * taps; source < end; source++) {
        sum[target++] += weight * addend[source];
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      int source = (from + i) * innerTaps.length;
      int target = (to + i) * taps + tap;
      for (int b = 0; b < innerTaps.length; b++) {
        sum[target + innerTaps[b]] += weight * addend[source + b];
      }
    }
  }
}
