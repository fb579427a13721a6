package dev.repfuse.search.angle;

import java.util.OptionalDouble;

/**
 * What an operator is worth.
 *
 * @param score the mean angle, in radians, of architectures that contain it; nothing if none of
 *     those that the limits allow does
 * @param children over how many
 */
public record ScoredOperator(Operator operator, OptionalDouble score, long children) {}
