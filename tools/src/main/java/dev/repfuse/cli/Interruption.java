package dev.repfuse.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets work end in good order when the user interrupts it: what was found is written first. */
final class Interruption implements AutoCloseable {
  /** How long the process waits for that, in seconds. */
  private static final int PATIENCE = 60;

  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "interruption");

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the work is to end. */
  boolean isAsked() {
    return asked.get();
  }

  private void interrupted() {
    asked.set(true);
    try {
      if (!done.await(PATIENCE, TimeUnit.SECONDS)) {
        Thread.currentThread().interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    if (!asked.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException endingAlready) {
        asked.set(true);
      }
    }
  }
}
