package dev.repfuse.search;

import java.util.List;
import java.util.Map;

/** What candidates cost, without finding out what they are worth. */
public interface Costs {
  /**
   * The figures of an architecture; the same whenever it is asked.
   *
   * @param architecture one number for each choice
   */
  Map<Metric, Double> of(List<Integer> architecture);
}
