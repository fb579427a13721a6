package dev.repfuse.runtime.device;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A worker that runs on a device, seen from here; it ends with this process at the latest. */
public final class RunningWorker implements AutoCloseable {
  private static final int LAST_WORDS = 20;
  private static final int SECONDS_TO_DIE = 15;

  private final Process process;
  private final Epitaph epitaph;
  private final Runnable tidy;
  private final DataOutputStream requests;
  private final DataInputStream replies;
  private final Thread hook = new Thread(this::end, "worker-end");
  private final Thread errorReader;
  private final Deque<String> lastWords = new ArrayDeque<>();

  /** Says why a process ended. */
  @FunctionalInterface
  public interface Epitaph {
    /**
     * The reason in words.
     *
     * @param status its exit status
     * @param lastWords the last lines of its standard error
     */
    String reason(int status, List<String> lastWords);
  }

  /**
   * Takes charge of a process.
   *
   * @param tidy removes what the process leaves behind
   */
  public RunningWorker(Process process, Epitaph epitaph, Runnable tidy) {
    this.process = process;
    this.epitaph = epitaph;
    this.tidy = tidy;
    requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    replies = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    errorReader = Thread.ofPlatform().daemon().name("worker-errors").start(this::readErrors);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** What the worker reads; to be flushed. */
  public DataOutputStream requests() {
    return requests;
  }

  /** What the worker answers. */
  public DataInputStream replies() {
    return replies;
  }

  /** Ends it at once; its replies end too. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Why it ended, in words; waits for its end for a while, and then ends it. */
  public String reason() {
    int status = awaitEnd();
    return epitaph.reason(status, heard());
  }

  /** The last lines of its standard error; waits for its end for a while, and then ends it. */
  public List<String> lastWords() {
    awaitEnd();
    return heard();
  }

  private int awaitEnd() {
    try {
      if (!process.waitFor(SECONDS_TO_DIE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      errorReader.join(TimeUnit.SECONDS.toMillis(1));
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private void readErrors() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      hear(e.toString());
    }
  }

  private void hear(String line) {
    synchronized (lastWords) {
      lastWords.addLast(line);
      if (lastWords.size() > LAST_WORDS) {
        lastWords.removeFirst();
      }
    }
  }

  private List<String> heard() {
    synchronized (lastWords) {
      return new ArrayList<>(lastWords);
    }
  }

  private void end() {
    kill();
    awaitEnd();
    tidy.run();
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // The hook runs now, or did.
    }
  }
}
