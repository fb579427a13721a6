package dev.repfuse.pass.prune;

/**
 * Why a position has to stay.
 *
 * @param where a node or a graph's input or output, as messages name it
 * @param cause in words
 */
public record Pin(String where, String cause) {
  @Override
  public String toString() {
    return where + ": " + cause;
  }
}
