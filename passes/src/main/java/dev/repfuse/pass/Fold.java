package dev.repfuse.pass;

import java.util.List;
import java.util.Optional;

/**
 * A change that was made.
 *
 * @param rewrite which rewrite made it
 * @param origins the nodes that it replaced, as operator and name
 * @param into the nodes that it made; empty when nodes only went away
 * @param gain what the cost model says it saves
 * @param choice the figures that decided
 * @param risk what rounding its weights may cost, where that is more than usual
 */
public record Fold(
    String rewrite,
    List<String> origins,
    List<String> into,
    Gain gain,
    Choice choice,
    Optional<RoundingRisk> risk) {}
