package dev.repfuse.search.angle;

import java.util.OptionalInt;

/**
 * The steps by which a space was shrunk.
 *
 * @param schedule of the last step
 * @param drops how many operators the steps were to drop, added up
 * @param initial the fingerprint of the weights that have to be the initial ones of the next step
 * @param replacedAfter the step after which trained weights took the place of the initial ones
 */
public record History(
    Schedule schedule, int steps, int drops, String initial, OptionalInt replacedAfter) {

  /** Before the first step. */
  public static History none(Schedule schedule, String initial) {
    return new History(schedule, 0, 0, initial, OptionalInt.empty());
  }

  /**
   * With one step more.
   *
   * @param by the schedule of the step
   * @param more how many operators it was to drop
   * @param trained the fingerprint of the weights that it found trained
   */
  public History next(Schedule by, int more, String trained) {
    boolean replaces = replacedAfter.isEmpty() && by.replacesInitial(drops, drops + more);
    return new History(
        by,
        steps + 1,
        drops + more,
        replaces ? trained : initial,
        replaces ? OptionalInt.of(steps + 1) : replacedAfter);
  }
}
