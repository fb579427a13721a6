package dev.repfuse.runtime.verify;

import java.util.Optional;

/**
 * Where two models part.
 *
 * @param value the first value, in the original's order of nodes, of those that both models have
 *     that differs
 * @param node the node of the original that computes it
 * @param reason how it differs, in words
 * @param lastEqual the value before it, of those that both have, if there is one
 */
public record FirstDifference(
    String value, String node, String reason, Optional<String> lastEqual) {

  /** All of it in one sentence. */
  public String words() {
    return "they part at '%s' (%s): %s%s"
        .formatted(
            value, node, reason, lastEqual.map(v -> "; '" + v + "' still agrees").orElse(""));
  }
}
