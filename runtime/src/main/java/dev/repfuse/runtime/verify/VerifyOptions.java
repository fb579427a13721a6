package dev.repfuse.runtime.verify;

import dev.repfuse.runtime.Extents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How to compare two models.
 *
 * @param tolerance the largest {@linkplain OutputComparison#error error} that counts as equal
 * @param seed of the generated inputs
 * @param samples how many generated inputs to run; the {@linkplain dev.repfuse.runtime.Distribution
 *     distributions} take turns
 * @param shapes extents for symbolic dimensions (one number under the dimension's name) and for
 *     whole inputs (all extents under the input's name)
 * @param inputs files with real input data, which take the place of generated ones; see {@link
 *     dev.repfuse.runtime.InputData}
 * @param timeout how long preparing the original may take, and how long comparing the result; holds
 *     for child processes only
 * @param isolated whether the models run in a child process, which may crash
 * @param threads threads of one run; with 1 the numbers do not depend on the machine's core count
 * @param noise whether to measure how far the original is from itself at the highest optimization
 *     level
 * @param localise whether to look for the first value that differs when the models do
 */
public record VerifyOptions(
    double tolerance,
    long seed,
    int samples,
    Map<String, List<Long>> shapes,
    List<Path> inputs,
    Duration timeout,
    boolean isolated,
    int threads,
    boolean noise,
    boolean localise) {

  public VerifyOptions {
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    inputs = List.copyOf(inputs);
    if (!(tolerance >= 0) || samples < 1 || threads < 1 || timeout.isNegative()) {
      throw new IllegalArgumentException(
          "tolerance %s, samples %d, threads %d, timeout %s"
              .formatted(tolerance, samples, threads, timeout));
    }
  }

  /** Tolerance 1e-4, seed 0, 4 samples, no more than 5 minutes, in a child process, 1 thread. */
  public static VerifyOptions defaults() {
    return new VerifyOptions(
        1e-4, 0, 4, Map.of(), List.of(), Duration.ofMinutes(5), true, 1, true, true);
  }

  public VerifyOptions withTolerance(double value) {
    return new VerifyOptions(
        value, seed, samples, shapes, inputs, timeout, isolated, threads, noise, localise);
  }

  public VerifyOptions withSeed(long value) {
    return new VerifyOptions(
        tolerance, value, samples, shapes, inputs, timeout, isolated, threads, noise, localise);
  }

  public VerifyOptions withSamples(int value) {
    return new VerifyOptions(
        tolerance, seed, value, shapes, inputs, timeout, isolated, threads, noise, localise);
  }

  /** Adds extents in text form: {@code N=2} or {@code x=1x3x224x224}. */
  public VerifyOptions withShape(String text) {
    Map<String, List<Long>> all = new LinkedHashMap<>(shapes);
    all.putAll(Extents.parse(List.of(text)));
    return withShapes(all);
  }

  public VerifyOptions withShapes(Map<String, List<Long>> value) {
    return new VerifyOptions(
        tolerance, seed, samples, value, inputs, timeout, isolated, threads, noise, localise);
  }

  public VerifyOptions withInputs(List<Path> value) {
    return new VerifyOptions(
        tolerance, seed, samples, shapes, value, timeout, isolated, threads, noise, localise);
  }

  public VerifyOptions withTimeout(Duration value) {
    return new VerifyOptions(
        tolerance, seed, samples, shapes, inputs, value, isolated, threads, noise, localise);
  }

  public VerifyOptions withIsolated(boolean value) {
    return new VerifyOptions(
        tolerance, seed, samples, shapes, inputs, timeout, value, threads, noise, localise);
  }

  public VerifyOptions withThreads(int value) {
    return new VerifyOptions(
        tolerance, seed, samples, shapes, inputs, timeout, isolated, value, noise, localise);
  }

  public VerifyOptions withNoise(boolean value) {
    return new VerifyOptions(
        tolerance, seed, samples, shapes, inputs, timeout, isolated, threads, value, localise);
  }

  public VerifyOptions withLocalise(boolean value) {
    return new VerifyOptions(
        tolerance, seed, samples, shapes, inputs, timeout, isolated, threads, noise, value);
  }
}
