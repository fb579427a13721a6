package dev.repfuse.search;

/**
 * Between which figures a candidate has to lie, both included.
 *
 * @param least 0 where there is none
 * @param most infinite where there is none
 */
public record Bound(Metric metric, double least, double most) {
  public Bound {
    if (!(least >= 0 && least <= most)) {
      throw new IllegalArgumentException(
          "%s from %s to %s is no range".formatted(metric.key(), least, most));
    }
  }

  /** At most so much. */
  public static Bound atMost(Metric metric, double most) {
    return new Bound(metric, 0, most);
  }

  /** By which share of a bound a figure misses it; 0 if it lies between them. */
  double excess(double figure) {
    if (allows(figure)) {
      return 0;
    }
    return figure < least ? 1 - figure / least : (figure - most) / Math.max(most, 1);
  }

  /** Whether a figure lies between them. */
  public boolean allows(double figure) {
    return figure >= least && figure <= most;
  }
}
