package dev.repfuse.pass.cost;

/**
 * The figures of one way to replace nodes.
 *
 * @param source name of the value that the replacement reads
 * @param nodes how many nodes would go
 * @param before cost of the nodes that would go
 * @param after cost of what would come
 */
public record Estimate(String source, int nodes, Cost before, Cost after) {

  /** Time saved, in nanoseconds; negative where the replacement is slower. */
  public double saved() {
    return before.nanoseconds() - after.nanoseconds();
  }
}
