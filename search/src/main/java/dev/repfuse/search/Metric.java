package dev.repfuse.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A figure of a candidate that limits speak of; less is cheaper. */
public enum Metric {
  /** Multiply-accumulates for one sample. */
  MACS("macs"),
  /** Learned numbers, BatchNormalization's scale and shift included. */
  PARAMETERS("params"),
  /** Size of the folded network as a file. */
  BYTES("bytes"),
  /** Nanoseconds of the folded network's layers by a table that was measured. */
  LATENCY("latency");

  private static final double NANOSECONDS = 1e6;

  private final String key;

  Metric(String key) {
    this.key = key;
  }

  /** Its name in files and options. */
  public String key() {
    return key;
  }

  /** A figure for people to read. */
  String words(double figure) {
    return this == LATENCY
        ? String.format(Locale.ROOT, "%.3f ms", figure / NANOSECONDS)
        : String.format(Locale.ROOT, "%,.0f", figure);
  }

  /** The metric of this name. */
  public static Optional<Metric> named(String key) {
    String small = key.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(metric -> metric.key.equals(small)).findFirst();
  }
}
