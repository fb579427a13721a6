package dev.repfuse.report.page;

import java.util.OptionalDouble;

/**
 * How long one layer takes in two models.
 *
 * @param layer its name
 * @param before seconds in the first model; empty if it has no such layer
 * @param after seconds in the second
 */
public record LayerTime(String layer, OptionalDouble before, OptionalDouble after) {}
