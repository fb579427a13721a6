package dev.repfuse.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * A made-up question whose answer is known: six choices of four; worth grows with each number, so
 * does cost, and two choices get in each other's way.
 */
public final class Hills implements Evaluator, Costs {
  /** The space. */
  public static final Space SPACE = new Space(Collections.nCopies(6, List.of(0, 1, 2, 3)));

  private final List<List<Integer>> asked = Collections.synchronizedList(new ArrayList<>());
  private int left;

  /** One that never ends by itself. */
  public Hills() {
    this(Integer.MAX_VALUE);
  }

  /**
   * @param left how many it evaluates before the user wants the search to end
   */
  public Hills(int left) {
    this.left = left;
  }

  /** What it was asked for. */
  public List<List<Integer>> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void evaluate(List<List<Integer>> architectures, BiConsumer<List<Integer>, Worth> done) {
    for (List<Integer> architecture : architectures) {
      if (left-- == 0) {
        throw new SearchStopped();
      }
      asked.add(architecture);
      done.accept(architecture, new Worth(worth(architecture), 0.5));
    }
  }

  /** What an architecture is worth. */
  public static double worth(List<Integer> architecture) {
    double sum = IntStream.range(0, 6).mapToDouble(i -> (i + 1) * architecture.get(i)).sum();
    return sum - 3 * architecture.get(4) * architecture.get(5);
  }

  @Override
  public Map<Metric, Double> of(List<Integer> architecture) {
    double macs = 100 + architecture.stream().mapToInt(Integer::intValue).sum();
    return Map.of(Metric.MACS, macs, Metric.PARAMETERS, 2 * macs);
  }
}
