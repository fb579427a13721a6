package dev.repfuse.search;

import java.util.List;
import java.util.function.BiConsumer;

/** Finds out what candidates are worth, here or elsewhere. */
public interface Evaluator extends AutoCloseable {

  /**
   * Evaluates architectures, several at once where it can; returns when all are done.
   *
   * @param architectures distinct ones; each has one number for each choice
   * @param done is told each as soon as it is known, one at a time, in any order, each once
   */
  void evaluate(List<List<Integer>> architectures, BiConsumer<List<Integer>, Worth> done);

  /** Lets go of what was opened for it. */
  @Override
  default void close() {}

  /**
   * What a candidate is worth.
   *
   * @param value the share of samples that it gets right, or another figure; more is better
   * @param seconds how long it took to find out
   */
  record Worth(double value, double seconds) {}
}
