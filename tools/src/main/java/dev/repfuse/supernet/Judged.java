package dev.repfuse.supernet;

import java.util.Optional;

/**
 * What architectures are worth on data, with the weights that they share.
 *
 * @param drawn some with each operator
 * @param recorded those of a table, with this figure beside its own; nothing without a table
 * @param evaluated how many had to be run
 * @param seconds that it took
 */
public record Judged(
    Accuracies drawn, Optional<Accuracies> recorded, int evaluated, double seconds) {
  /** The figure's name. */
  public static final String NAME = "judged";
}
