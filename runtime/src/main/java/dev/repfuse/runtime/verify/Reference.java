package dev.repfuse.runtime.verify;

import dev.repfuse.ir.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the original computes, against which results are measured.
 *
 * @param inputNames the inputs of the original
 * @param samples at least one
 * @param random outputs that differ from one run to the next on the same input
 * @param notes what the user should know of how the samples were chosen
 */
record Reference(
    Set<String> inputNames, List<Sample> samples, Set<String> random, List<String> notes) {

  /** Every output that some sample has, in the original's order. */
  Set<String> outputNames() {
    Set<String> names = new LinkedHashSet<>();
    for (Sample sample : samples) {
      names.addAll(sample.outputs().tensors().keySet());
    }
    return names;
  }

  /** Outputs that cannot be read, with the reason. */
  Map<String, String> unreadable() {
    Map<String, String> unreadable = new LinkedHashMap<>();
    samples.forEach(sample -> unreadable.putAll(sample.outputs().unreadable()));
    return unreadable;
  }

  /** A meter for each output that can be compared. */
  Map<String, Meter> meters(double tolerance) {
    Map<String, Meter> meters = new LinkedHashMap<>();
    for (String name : outputNames()) {
      List<Tensor> tensors =
          samples.stream()
              .map(sample -> sample.outputs().tensors())
              .filter(outputs -> outputs.containsKey(name))
              .map(outputs -> outputs.get(name))
              .toList();
      Tensor first = tensors.getFirst();
      if (!random.contains(name) && Meter.isCompared(first.type())) {
        double largest = tensors.stream().mapToDouble(Meter::largest).max().orElse(0);
        meters.put(name, new Meter(first.type(), tolerance, largest));
      }
    }
    return meters;
  }
}
