package dev.repfuse.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Spreads loops over the rows of large tensors over threads. Each row is computed by one thread in
 * the order in which it would be computed alone, so that results are the same for any number of
 * threads. A thread is started at the first loop that is worth it.
 */
public final class Workers {
  /** Loops of fewer steps, about a millisecond, are not worth waking a thread. */
  private static final double LEAST_STEPS = 1 << 20;

  /** Parts for each thread, since threads do not run equally fast. */
  private static final int PARTS = 4;

  private static final ScopedValue<Workers> CURRENT = ScopedValue.newInstance();

  private final int threads;
  private Optional<ForkJoinPool> pool = Optional.empty();

  /** A loop over rows of which each writes results of its own. */
  @FunctionalInterface
  public interface Rows {
    /** Computes the rows from {@code from} up to, but without, {@code to}. */
    void compute(int from, int to);
  }

  private Workers(int threads) {
    this.threads = threads;
  }

  /**
   * Runs a task whose loops may use that many threads, its own among them.
   *
   * @throws IllegalArgumentException if there are fewer than one
   */
  public static <T> T with(int threads, Supplier<T> task) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads");
    }
    Workers workers = new Workers(threads);
    try {
      return ScopedValue.where(CURRENT, workers).call(task::get);
    } finally {
      workers.pool.ifPresent(ForkJoinPool::shutdown);
    }
  }

  /**
   * Computes all rows, on the threads of {@link #with} where that pays.
   *
   * @param steps multiplications, or numbers that are moved, of each row
   */
  public static void each(int rows, double steps, Rows loop) {
    if (rows > 1 && rows * steps >= LEAST_STEPS && CURRENT.isBound()) {
      CURRENT.get().run(rows, loop);
    } else {
      loop.compute(0, rows);
    }
  }

  private void run(int rows, Rows loop) {
    int part = Math.ceilDiv(rows, PARTS * threads);
    AtomicInteger next = new AtomicInteger();
    Runnable share =
        () -> {
          for (int at = next.getAndAdd(part); at < rows; at = next.getAndAdd(part)) {
            loop.compute(at, Math.min(rows, at + part));
          }
        };
    List<ForkJoinTask<?>> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      others.add(pool().submit(share));
    }
    try {
      share.run();
    } finally {
      others.forEach(ForkJoinTask::join);
    }
  }

  private ForkJoinPool pool() {
    ForkJoinPool running = pool.orElseGet(() -> new ForkJoinPool(threads - 1));
    pool = Optional.of(running);
    return running;
  }
}
