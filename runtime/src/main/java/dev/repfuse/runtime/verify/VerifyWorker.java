package dev.repfuse.runtime.verify;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.child.Codec;
import dev.repfuse.runtime.child.Worker;
import dev.repfuse.runtime.verify.Verdict.Different;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The child process of a verification: reads a {@link Request} and then the path of a result from
 * its standard input, writes {@link Reply replies} to its standard output, and ends when its parent
 * does.
 */
public final class VerifyWorker {
  private final BlockingQueue<Path> results = new LinkedBlockingQueue<>();
  private final DataInputStream in;
  private final DataOutputStream out;

  private VerifyWorker(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    DataOutputStream out = Worker.replies();
    new VerifyWorker(new DataInputStream(System.in), out).run();
    Worker.end(0);
  }

  private void run() throws IOException, InterruptedException {
    Request request = Request.read(in);
    Thread.ofPlatform().daemon().name("parent").start(this::listen);
    try (LocalVerification verification =
        new LocalVerification(request.original(), request.options(), this::progress)) {
      verification.prepare();
      compare(verification, results.take(), request.options());
    } catch (Stopped e) {
      send(new Reply.Finished(e.verdict()));
    } catch (DataException e) {
      send(new Reply.Rejected(Optional.ofNullable(e.getMessage()).orElse("unfit data")));
    }
  }

  /** Sends the verdict before it looks for the place, which may crash or take too long. */
  private void compare(LocalVerification verification, Path result, VerifyOptions options) {
    ResultRun run = verification.run();
    Verdict verdict = run.compare(result);
    send(new Reply.Finished(verdict));
    if (options.localise() && verdict instanceof Different different) {
      progress(Stage.LOCALISING, 0, 0);
      send(new Reply.Finished(verification.localised(different, run, result)));
    }
  }

  /** Waits for the result's path, then for the end of the parent. */
  private void listen() {
    try {
      results.add(Codec.path(in));
    } catch (IOException e) {
      System.err.println("the parent cannot be heard: " + e.getMessage());
    }
    Worker.endWithParent(in);
  }

  private void progress(Stage stage, int done, int total) {
    send(new Reply.Progress(stage, done, total));
  }

  private void send(Reply reply) {
    try {
      reply.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
