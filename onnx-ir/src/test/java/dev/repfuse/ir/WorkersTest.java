package dev.repfuse.ir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private static final double MUCH = 1e9;

  @Test
  void everyRowIsComputedOnce() {
    for (int threads : new int[] {1, 2, 3, 8}) {
      for (int rows : new int[] {0, 1, 2, 7, 1000}) {
        int[] times = new int[rows];
        Workers.with(
            threads,
            () -> {
              Workers.each(
                  rows, MUCH, (from, to) -> IntStream.range(from, to).forEach(i -> times[i]++));
              return rows;
            });
        assertArrayEquals(IntStream.range(0, rows).map(i -> 1).toArray(), times);
      }
    }
  }

  @Test
  void twoThreadsWorkAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);
    Workers.with(
        2,
        () -> {
          Workers.each(
              8,
              MUCH,
              (from, to) -> {
                both.countDown();
                waitFor(both);
              });
          return both;
        });
    assertEquals(0, both.getCount());
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nothingIsStartedForLittleWorkNorWithoutBeingAsked() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Workers.each(8, MUCH, (from, to) -> threads.add(Thread.currentThread()));
    Workers.with(
        8,
        () -> {
          Workers.each(8, 1, (from, to) -> threads.add(Thread.currentThread()));
          return threads;
        });
    Workers.with(
        1,
        () -> {
          Workers.each(8, MUCH, (from, to) -> threads.add(Thread.currentThread()));
          return threads;
        });
    assertEquals(Set.of(Thread.currentThread()), threads);
  }

  @Test
  void aFailureOfAnyRowReachesTheCaller() {
    for (int bad = 0; bad < 8; bad++) {
      int row = bad;
      RuntimeException failure =
          assertThrows(
              RuntimeException.class,
              () ->
                  Workers.with(
                      2,
                      () -> {
                        Workers.each(8, MUCH, (from, to) -> failAt(row, from, to));
                        return row;
                      }));
      assertTrue(failure.toString().contains("row " + bad), failure.toString());
    }
  }

  private static void failAt(int row, int from, int to) {
    if (from <= row && row < to) {
      throw new IllegalStateException("row " + row);
    }
  }

  @Test
  void fewerThanOneThreadAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Workers.with(0, () -> ""));
  }
}
