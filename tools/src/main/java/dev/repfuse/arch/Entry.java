package dev.repfuse.arch;

import dev.repfuse.format.JsonPlace;
import dev.repfuse.pass.prune.Ranking;
import java.util.Optional;

/**
 * What is said of some layers.
 *
 * @param place where it stands
 * @param name of one layer, or a pattern with {@code *} and {@code ?}
 * @param ranking what decides which channels stay, where only their number is said
 * @param scores of the layer's positions, instead of a ranking
 */
record Entry(
    JsonPlace place, String name, Amount amount, Ranking ranking, Optional<double[]> scores) {}
