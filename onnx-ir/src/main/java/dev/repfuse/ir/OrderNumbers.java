package dev.repfuse.ir;

/**
 * Numbers that grow along a graph's list of nodes, with gaps for nodes to come.
 *
 * <p>Where a gap is used up, the smallest stretch around it that is sparse enough is numbered anew,
 * which costs a node inserted O(log n) on average, wherever it is inserted: Bender et al., "Two
 * Simplified Algorithms for Maintaining Order in a List", 2002.
 */
final class OrderNumbers {
  /** Between the numbers of nodes that are appended. */
  static final long GAP = 1L << 32;

  private static final int LARGEST_STRETCH = 62;

  /** A stretch of 2^i numbers may hold (2 / T)^i nodes; the T of the paper. */
  private static final double THINNING = 1.5;

  private OrderNumbers() {}

  /** A number for a node between {@code before}, if there is one, and {@code successor}. */
  static long before(Node successor) {
    if (successor.previous.isEmpty()) {
      return successor.order - GAP;
    }
    if (successor.order - successor.previous.get().order < 2) {
      spread(successor.previous.get());
    }
    long low = successor.previous.get().order;
    return low + (successor.order - low) / 2;
  }

  /** Makes room behind a node: in the stretch numbered anew, or at its end. */
  private static void spread(Node crowded) {
    Node first = crowded;
    Node last = crowded;
    long count = 1;
    for (int bits = 2; bits <= LARGEST_STRETCH; bits++) {
      long size = 1L << bits;
      long start = crowded.order & -size;
      while (first.previous.isPresent() && first.previous.get().order >= start) {
        first = first.previous.get();
        count++;
      }
      while (last.next.isPresent() && last.next.get().order - start < size) {
        last = last.next.get();
        count++;
      }
      if (count < Math.pow(2 / THINNING, bits)) {
        number(first, count, start, size / count);
        return;
      }
    }
    throw new IllegalStateException("too many nodes in one graph");
  }

  private static void number(Node first, long count, long start, long step) {
    Node node = first;
    long order = start;
    for (long i = 0; i < count; i++) {
      node.order = order;
      order += step;
      node = node.next.orElse(node);
    }
  }
}
