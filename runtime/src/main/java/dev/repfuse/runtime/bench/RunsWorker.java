package dev.repfuse.runtime.bench;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.Session;
import dev.repfuse.runtime.child.Codec;
import dev.repfuse.runtime.child.Worker;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** The process that runs one model a number of times and does nothing else, to be watched. */
public final class RunsWorker {
  private RunsWorker() {}

  /** Reads a {@link BenchmarkRequest} and a number; writes why it could not, or nothing. */
  public static void main(String[] args) throws IOException {
    DataOutputStream out = Worker.replies();
    DataInputStream in = new DataInputStream(System.in);
    BenchmarkRequest request = BenchmarkRequest.read(in);
    int runs = in.readInt();
    Thread.ofPlatform().daemon().name("parent").start(() -> Worker.endWithParent(in));
    try {
      run(request, runs);
      Codec.text(out, "");
    } catch (OrtFailure | DataException e) {
      Codec.text(out, String.valueOf(e.getMessage()));
    }
    out.flush();
    Worker.end(0);
  }

  private static void run(BenchmarkRequest request, int runs) {
    BenchmarkOptions options = request.options();
    Session.shareThreads(options.threads());
    Path model = request.models().getFirst();
    try (Contender contender = Contender.open(model, Inputs.of(model, options), options)) {
      for (int i = 0; i < runs; i++) {
        contender.run();
      }
    }
  }
}
