package dev.repfuse.search.rank;

/** A figure and the bounds between which it lies in 95% of resamples. */
public record Interval(double value, double low, double high) {}
