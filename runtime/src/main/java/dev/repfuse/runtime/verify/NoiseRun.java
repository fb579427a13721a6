package dev.repfuse.runtime.verify;

import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.Feed;
import dev.repfuse.runtime.Optimization;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.Session;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures how far the original is from itself at ONNX Runtime's highest optimization level. */
final class NoiseRun {
  private NoiseRun() {}

  /**
   * The floor below which no difference means anything.
   *
   * @param errors by output, as {@link OutputComparison#error} defines them
   * @param failure why it could not be measured, if so
   */
  record Noise(Map<String, Double> errors, Optional<String> failure) {}

  static Noise of(
      Path original, Reference reference, VerifyOptions options, ProgressListener listener) {
    List<Sample> samples = reference.samples();
    Map<String, Meter> meters = reference.meters(options.tolerance());
    listener.progress(Stage.MEASURING_NOISE, 0, samples.size());
    try (Session session = Session.open(original, Optimization.ALL, options.threads())) {
      for (int i = 0; i < samples.size(); i++) {
        add(i, samples.get(i), session, meters);
        listener.progress(Stage.MEASURING_NOISE, i + 1, samples.size());
      }
    } catch (OrtFailure e) {
      return new Noise(
          Map.of(),
          Optional.of("at its highest optimization level ONNX Runtime fails: " + e.words()));
    }
    Map<String, Double> errors = new LinkedHashMap<>();
    meters.forEach((name, meter) -> errors.put(name, meter.error()));
    return new Noise(errors, Optional.empty());
  }

  private static void add(int number, Sample sample, Session session, Map<String, Meter> meters) {
    try (Feed feed = Feed.of(sample.inputs())) {
      Map<String, Tensor> outputs = session.run(feed).tensors();
      meters.forEach((name, meter) -> {
        Tensor reference = sample.outputs().tensors().get(name);
        Tensor other = outputs.get(name);
        if (reference != null && other != null) {
          meter.add(number, reference, other);
        }
      });
    }
  }
}
