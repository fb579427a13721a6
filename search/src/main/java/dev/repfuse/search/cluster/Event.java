package dev.repfuse.search.cluster;

import java.util.UUID;

/** What happens to a search that has workers. */
sealed interface Event {
  /** A worker can be asked. */
  record Ready(UUID worker) implements Event {}

  /** A worker is no longer there. */
  record Gone(UUID worker) implements Event {}

  /** A worker answered. */
  record Answered(Assignments.Pair pair, Answer answer) implements Event {}

  /** A question did not come through. */
  record Failed(Assignments.Pair pair, Throwable cause) implements Event {}
}
