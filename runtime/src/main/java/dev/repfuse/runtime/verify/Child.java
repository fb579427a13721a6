package dev.repfuse.runtime.verify;

import dev.repfuse.runtime.child.Codec;
import dev.repfuse.runtime.child.CrashReport;
import dev.repfuse.runtime.child.TempFolder;
import dev.repfuse.runtime.child.WorkerCommand;
import dev.repfuse.runtime.verify.Verdict.Crashed;
import dev.repfuse.runtime.verify.Verdict.Different;
import dev.repfuse.runtime.verify.Verdict.TimedOut;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A running {@link VerifyWorker}, seen from its parent. */
final class Child implements AutoCloseable {
  private static final int LAST_WORDS = 20;
  private static final int SECONDS_TO_DIE = 15;

  private final Process process;
  private final Path temp;
  private final Request request;
  private final ProgressListener listener;
  private final DataOutputStream toChild;
  private final Thread hook;
  private final Thread errorReader;
  private final Deque<String> lastWords = new ArrayDeque<>();
  private final CompletableFuture<Boolean> prepared = new CompletableFuture<>();
  private final CompletableFuture<Reply> last = new CompletableFuture<>();
  private volatile Stage stage = Stage.STARTING;
  private volatile boolean late;

  private Child(Process process, Path temp, Request request, ProgressListener listener) {
    this.process = process;
    this.temp = temp;
    this.request = request;
    this.listener = listener;
    this.toChild = new DataOutputStream(process.getOutputStream());
    this.hook = new Thread(this::kill, "verify-child-end");
    this.errorReader =
        Thread.ofPlatform().daemon().name("verify-child-errors").unstarted(this::readErrors);
  }

  /** Starts a child and sends it the request. */
  static Child start(Request request, ProgressListener listener) throws IOException {
    Path temp = TempFolder.create();
    try {
      Process process = WorkerCommand.of(VerifyWorker.class, temp).start();
      Child child = new Child(process, temp, request, listener);
      Runtime.getRuntime().addShutdownHook(child.hook);
      child.errorReader.start();
      Thread.ofPlatform().daemon().name("verify-child").start(child::read);
      child.expireUnless(child.prepared);
      child.send();
      return child;
    } catch (IOException | RuntimeException e) {
      TempFolder.remove(temp);
      throw e;
    }
  }

  private void send() {
    try {
      request.write(toChild);
      toChild.flush();
    } catch (IOException e) {
      process.destroy();
    }
  }

  /** The child's last reply: {@link Reply.Finished} or {@link Reply.Rejected}. */
  Reply compareWith(Path result) {
    prepared.join();
    if (!last.isDone()) {
      expireUnless(last);
      try {
        Codec.text(toChild, result.toString());
        toChild.flush();
      } catch (IOException e) {
        process.destroy();
      }
    }
    return last.join();
  }

  private void expireUnless(CompletableFuture<?> done) {
    Executor later =
        CompletableFuture.delayedExecutor(
            request.options().timeout().toMillis(), TimeUnit.MILLISECONDS);
    later.execute(() -> {
      if (!done.isDone()) {
        late = true;
        process.destroyForcibly();
      }
    });
  }

  /** Reads replies until the last one, or until the child dies. */
  private void read() {
    Optional<Reply> best = Optional.empty();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
      while (!last.isDone()) {
        Reply reply = Reply.read(in);
        if (reply instanceof Reply.Progress progress) {
          hear(progress);
        } else if (best.isEmpty() && isPreliminary(reply)) {
          best = Optional.of(reply);
        } else {
          last.complete(reply);
        }
      }
    } catch (IOException e) {
      last.complete(epitaph(best));
    } catch (RuntimeException e) {
      last.completeExceptionally(e);
    } finally {
      prepared.complete(true);
    }
  }

  private void hear(Reply.Progress progress) {
    stage = progress.stage();
    if (stage == Stage.WAITING) {
      prepared.complete(true);
    }
    listener.progress(progress.stage(), progress.done(), progress.total());
  }

  private boolean isPreliminary(Reply reply) {
    return request.options().localise()
        && reply instanceof Reply.Finished finished
        && finished.verdict() instanceof Different;
  }

  /** What is known when the stream of replies has ended early. */
  private Reply epitaph(Optional<Reply> best) {
    int status = awaitEnd();
    Verdict death =
        late
            ? new TimedOut(stage, request.options().timeout())
            : new Crashed(stage, CrashReport.reason(temp, status, heard()));
    if (best.isPresent()
        && best.get() instanceof Reply.Finished finished
        && finished.verdict() instanceof Different different) {
      return new Reply.Finished(
          LocalVerification.unlocalised(different.comparison(), death.words()));
    }
    return new Reply.Finished(death);
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
    try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lastWords) {
          lastWords.addLast(line);
          if (lastWords.size() > LAST_WORDS) {
            lastWords.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      synchronized (lastWords) {
        lastWords.addLast(e.toString());
      }
    }
  }

  private List<String> heard() {
    synchronized (lastWords) {
      return new ArrayList<>(lastWords);
    }
  }

  private void kill() {
    process.destroyForcibly();
    awaitEnd();
    TempFolder.remove(temp);
  }

  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // The hook runs now, or did.
    }
  }
}
