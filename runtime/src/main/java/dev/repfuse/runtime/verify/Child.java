package dev.repfuse.runtime.verify;

import dev.repfuse.runtime.child.Codec;
import dev.repfuse.runtime.device.Device;
import dev.repfuse.runtime.device.RunningWorker;
import dev.repfuse.runtime.verify.Verdict.Crashed;
import dev.repfuse.runtime.verify.Verdict.Different;
import dev.repfuse.runtime.verify.Verdict.TimedOut;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A running {@link VerifyWorker}, seen from its parent. */
final class Child implements AutoCloseable {
  private final RunningWorker worker;
  private final Device device;
  private final Request request;
  private final ProgressListener listener;
  private final CompletableFuture<Boolean> prepared = new CompletableFuture<>();
  private final CompletableFuture<Reply> last = new CompletableFuture<>();
  private volatile Stage stage = Stage.STARTING;
  private volatile boolean late;

  private Child(RunningWorker worker, Device device, Request request, ProgressListener listener) {
    this.worker = worker;
    this.device = device;
    this.request = request;
    this.listener = listener;
  }

  /**
   * Starts a child and sends it the request, of files that lie on the device.
   *
   * @throws dev.repfuse.runtime.DataException if it cannot be started
   */
  static Child start(Device device, Request request, ProgressListener listener) {
    Child child = new Child(device.start(VerifyWorker.class), device, request, listener);
    Thread.ofPlatform().daemon().name("verify-child").start(child::read);
    child.expireUnless(child.prepared);
    child.send();
    return child;
  }

  private void send() {
    try {
      request.write(worker.requests());
      worker.requests().flush();
    } catch (IOException e) {
      worker.kill();
    }
  }

  /** The child's last reply: {@link Reply.Finished} or {@link Reply.Rejected}. */
  Reply compareWith(Path result) {
    prepared.join();
    if (!last.isDone()) {
      expireUnless(last);
      try {
        Codec.path(worker.requests(), device.bring(result));
        worker.requests().flush();
      } catch (IOException e) {
        worker.kill();
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
        worker.kill();
      }
    });
  }

  /** Reads replies until the last one, or until the child dies. */
  private void read() {
    Optional<Reply> best = Optional.empty();
    try {
      while (!last.isDone()) {
        Reply reply = Reply.read(worker.replies());
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
    String reason = worker.reason();
    Verdict death =
        late ? new TimedOut(stage, request.options().timeout()) : new Crashed(stage, reason);
    if (best.isPresent()
        && best.get() instanceof Reply.Finished finished
        && finished.verdict() instanceof Different different) {
      return new Reply.Finished(
          LocalVerification.unlocalised(different.comparison(), death.words()));
    }
    return new Reply.Finished(death);
  }

  @Override
  public void close() {
    worker.close();
  }
}
