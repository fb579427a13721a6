package dev.repfuse.runtime.bench;

import org.HdrHistogram.Histogram;

/** How long one run of a model takes: percentiles of all runs. */
public record Latency(double p50, double p90, double p99, long runs) {
  private static final int DIGITS = 4;

  /**
   * Nanoseconds.
   *
   * @param model its number in the recording
   */
  public static Latency of(Recording recording, int model) {
    Histogram histogram = new Histogram(DIGITS);
    for (Episode episode : recording.episodes()) {
      for (int round = 0; round < episode.rounds(); round++) {
        histogram.recordValue(episode.at(round, model));
      }
    }
    return new Latency(
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99),
        histogram.getTotalCount());
  }
}
