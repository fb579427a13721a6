package dev.repfuse.calibrate;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Runs a folded model and its reference on one batch and compares values inside of them. */
final class SameValues {
  private final Model folded;
  private final Model reference;
  private final Map<String, Tensor> batch;

  SameValues(Model folded, Model reference, Map<String, Tensor> batch) {
    this.folded = folded;
    this.reference = reference;
    this.batch = batch;
  }

  /**
   * The pairs of which either the layer's result is not the BatchNormalization's, or what the layer
   * reads is not what is there in the reference; with the reason.
   */
  Map<Pairing.Pair, String> differing(Collection<Pairing.Pair> pairs) {
    Set<String> ours = new LinkedHashSet<>();
    Set<String> theirs = new LinkedHashSet<>();
    for (Pairing.Pair pair : pairs) {
      ours.add(pair.layer().result().name());
      ours.add(pair.layer().source().name());
      theirs.add(pair.norm().output(0).name());
      theirs.add(pair.source().name());
    }
    Map<Pairing.Pair, String> differing = new LinkedHashMap<>();
    if (pairs.isEmpty()) {
      return differing;
    }
    try (Measurement mine = new Measurement(folded, ours);
        Measurement other = new Measurement(reference, theirs)) {
      Map<String, Tensor> values = mine.run(batch);
      Map<String, Tensor> references = other.run(batch);
      for (Pairing.Pair pair : pairs) {
        difference(values, pair.layer().source().name(), references, pair.source().name())
            .or(() ->
                difference(
                    values, pair.layer().result().name(), references, pair.norm().output(0).name()))
            .ifPresent(reason -> differing.put(pair, reason));
      }
    }
    return differing;
  }

  private static Optional<String> difference(
      Map<String, Tensor> values, String name, Map<String, Tensor> references, String twin) {
    Tensor value = Objects.requireNonNull(values.get(name));
    Tensor reference = Objects.requireNonNull(references.get(twin));
    if (!value.shape().equals(reference.shape())) {
      return Optional.of(
          "'%s' has the shape %s, in the reference %s"
              .formatted(name, value.shape(), reference.shape()));
    }
    double[] a = reference.doubles();
    double[] b = value.doubles();
    double scale = 0;
    double error = 0;
    for (int i = 0; i < a.length; i++) {
      scale = Math.max(scale, Math.abs(a[i]));
      error = a[i] == b[i] ? error : Math.max(error, Math.abs(a[i] - b[i]));
    }
    return error <= tolerance(value.type()) * scale
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "'%s' is off the reference by %.1e of its scale",
                name,
                scale == 0 ? Double.POSITIVE_INFINITY : error / scale));
  }

  /** That of a verification. */
  private static double tolerance(ElementType type) {
    return switch (type) {
      case FLOAT16 -> 0x1p-9;
      case BFLOAT16 -> 0x1p-6;
      default -> 1e-4;
    };
  }
}
