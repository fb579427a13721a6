package dev.repfuse.calibrate;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.runtime.Exposure;
import dev.repfuse.runtime.Feed;
import dev.repfuse.runtime.Optimization;
import dev.repfuse.runtime.Session;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/** Runs a model as it stands now on real data and looks at values of its main graph. */
final class Measurement implements AutoCloseable {
  private final Set<String> inside;
  private final Session session;

  /**
   * Loads the model.
   *
   * @param values names of graph inputs, outputs or results
   * @throws dev.repfuse.runtime.OrtFailure if ONNX Runtime refuses it
   */
  Measurement(Model model, Set<String> values) {
    this(model, values, Optimization.NONE, Runtime.getRuntime().availableProcessors());
  }

  /** The same with as many threads, and as much rewriting by the runtime, as the caller wants. */
  Measurement(Model model, Set<String> values, Optimization level, int threads) {
    this.inside = new LinkedHashSet<>(values);
    model.graph().inputs().forEach(input -> inside.remove(input.name()));
    Set<String> exposed = new LinkedHashSet<>(inside);
    model.graph().outputs().forEach(output -> exposed.remove(output.value().name()));
    this.session =
        Session.open(
            Exposure.of(ModelFile.toBytes(model), exposed), Optional.empty(), level, threads);
  }

  /** The values for a batch, by name. */
  Map<String, Tensor> run(Map<String, Tensor> batch) {
    Map<String, Tensor> seen = new HashMap<>(batch);
    if (!inside.isEmpty()) {
      try (Feed feed = Feed.of(batch)) {
        seen.putAll(session.run(feed, inside).tensors());
      }
    }
    return seen;
  }

  /**
   * Mean and variance of values over all batches.
   *
   * @param channels how many channels each value has
   * @param progress is told the number of each batch before it is run
   */
  static Map<NamedValue, Moments> moments(
      Model model, Map<NamedValue, Integer> channels, Batches data, IntConsumer progress) {
    Map<NamedValue, Moments> moments = new LinkedHashMap<>();
    channels.forEach((value, count) -> moments.put(value, new Moments(count)));
    Set<String> names = new LinkedHashSet<>();
    channels.keySet().forEach(value -> names.add(value.name()));
    try (Measurement measurement = new Measurement(Excerpt.of(model, names), names)) {
      for (int batch = 0; batch < data.count(); batch++) {
        progress.accept(batch);
        Map<String, Tensor> seen = measurement.run(data.batch(batch));
        moments.forEach((value, sum) -> sum.add(Objects.requireNonNull(seen.get(value.name()))));
      }
    }
    return moments;
  }

  @Override
  public void close() {
    session.close();
  }
}
