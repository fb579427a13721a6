package dev.repfuse.testkit;

import dev.repfuse.ir.Tensor;
import java.util.Map;
import java.util.Objects;

/**
 * How far outputs lie apart: the largest distance over the largest magnitude, max|a-b| / max|a|.
 */
public final class Difference {
  private Difference() {}

  /**
   * The worst difference over the outputs of {@code a}.
   *
   * @throws IllegalArgumentException if {@code b} does not have the same outputs
   */
  public static double of(Map<String, Tensor> a, Map<String, Tensor> b) {
    if (!a.keySet().equals(b.keySet())) {
      throw new IllegalArgumentException("outputs " + a.keySet() + " and " + b.keySet());
    }
    double worst = 0;
    for (Map.Entry<String, Tensor> output : a.entrySet()) {
      Tensor other = Objects.requireNonNull(b.get(output.getKey()));
      worst = Math.max(worst, of(output.getValue(), other));
    }
    return worst;
  }

  /**
   * The difference of two tensors: 0 for equal ones, infinite if types or shapes differ, or if only
   * one of two elements is NaN or infinite.
   */
  public static double of(Tensor a, Tensor b) {
    if (a.type() != b.type() || !a.shape().equals(b.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    double[] left = a.doubles();
    double[] right = b.doubles();
    double scale = Double.MIN_NORMAL;
    double worst = 0;
    for (int i = 0; i < left.length; i++) {
      worst = Math.max(worst, distance(left[i], right[i]));
      scale = Math.max(scale, Double.isFinite(left[i]) ? Math.abs(left[i]) : 0);
    }
    return worst / scale;
  }

  private static double distance(double a, double b) {
    if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
      return 0;
    }
    double distance = Math.abs(a - b);
    return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
  }
}
