package dev.repfuse.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks two at a time and returns their results in order. */
final class Parallel {
  private Parallel() {}

  static <T> List<T> run(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
    List<T> results = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
      for (Future<T> future : workers.invokeAll(tasks)) {
        results.add(future.get());
      }
    }
    return results;
  }
}
