package dev.repfuse.search.angle;

/** A set of numbers from 0 on, without an object for each. */
final class LongSet {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** Each number plus 1, so that 0 is a free place; never more than half full. */
  private long[] table = new long[1 << 10];

  private int shift = Long.SIZE - 10;
  private int size;

  /** Adds a number; whether it was not there. */
  boolean add(long number) {
    if (!put(table, shift, number + 1)) {
      return false;
    }
    if (++size > table.length / 2) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] larger = new long[2 * table.length];
    shift--;
    for (long entry : table) {
      if (entry != 0) {
        put(larger, shift, entry);
      }
    }
    table = larger;
  }

  private static boolean put(long[] table, int shift, long entry) {
    int at = (int) ((entry * MIX) >>> shift);
    while (table[at] != 0) {
      if (table[at] == entry) {
        return false;
      }
      at = (at + 1) & (table.length - 1);
    }
    table[at] = entry;
    return true;
  }
}
