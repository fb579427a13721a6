package dev.repfuse.search;

import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Evaluates candidates in this process, some at once. */
public final class Parallel implements Evaluator {
  private final Function<List<Integer>, Worth> one;
  private final int threads;
  private final BooleanSupplier stopped;

  private record Done(List<Integer> architecture, Worth worth) {}

  /**
   * @param one evaluates a single candidate; called from several threads
   * @param stopped whether the search is to end; those that have begun are finished
   */
  public Parallel(Function<List<Integer>, Worth> one, int threads, BooleanSupplier stopped) {
    this.one = one;
    this.threads = threads;
    this.stopped = stopped;
  }

  @Override
  public void evaluate(List<List<Integer>> architectures, BiConsumer<List<Integer>, Worth> done) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      CompletionService<Done> service = new ExecutorCompletionService<>(pool);
      int begun = 0;
      int ended = 0;
      while (ended < begun || begun < architectures.size()) {
        while (!stopped.getAsBoolean() && begun < architectures.size() && begun < ended + threads) {
          List<Integer> next = architectures.get(begun++);
          service.submit(() -> new Done(next, one.apply(next)));
        }
        if (ended == begun) {
          throw new SearchStopped();
        }
        Done result = service.take().get();
        ended++;
        done.accept(result.architecture(), result.worth());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SearchStopped();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }
}
