package dev.repfuse.runtime.bench;

/**
 * What was measured with one set of sessions: all models in turn, round by round. Two sessions of
 * one file may differ by where their memory lies, so that there are several episodes.
 */
public final class Episode {
  private final long[][] nanoseconds;

  /**
   * @param nanoseconds for each round what each model took
   */
  Episode(long[][] nanoseconds) {
    this.nanoseconds = nanoseconds;
  }

  /** How often each model was measured. */
  public int rounds() {
    return nanoseconds.length;
  }

  /** How many models there are. */
  int models() {
    return nanoseconds.length == 0 ? 0 : nanoseconds[0].length;
  }

  /** Nanoseconds of one run of a model, in one round. */
  public long at(int round, int model) {
    return nanoseconds[round][model];
  }

  /** What a model took in a round as a part of what another did. */
  double ratio(int round, int model, int reference) {
    return (double) nanoseconds[round][model] / Math.max(1, nanoseconds[round][reference]);
  }
}
