package dev.repfuse.runtime.bench;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.child.Codec;
import dev.repfuse.runtime.child.Worker;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The process that measures: reads a {@link BenchmarkRequest} from its standard input, writes how
 * far it is and then a recording, or bytes of memory, or profiles, or why there is none, to its
 * standard output.
 */
public final class BenchmarkWorker {
  static final int PROGRESS = 1;
  static final int RECORDED = 2;
  static final int FAILED = 3;
  static final int MEMORY = 4;
  static final int PROFILED = 5;

  private BenchmarkWorker() {}

  public static void main(String[] args) throws IOException {
    DataOutputStream out = Worker.replies();
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
    BenchmarkRequest request = BenchmarkRequest.read(in);
    Thread.ofPlatform().daemon().name("parent").start(() -> Worker.endWithParent(in));
    try {
      reply(request, out);
    } catch (OrtFailure | DataException e) {
      out.writeByte(FAILED);
      Codec.text(out, String.valueOf(e.getMessage()));
    }
    out.flush();
    Worker.end(0);
  }

  private static void reply(BenchmarkRequest request, DataOutputStream out) throws IOException {
    List<Path> models = request.models();
    BenchmarkOptions options = request.options();
    switch (request.what()) {
      case MEMORY -> {
        long bytes = Recorder.peakBytes(models.getFirst(), options).orElse(-1);
        out.writeByte(MEMORY);
        out.writeLong(bytes);
      }
      case TIMES -> {
        Recording recording = Recorder.record(models, options, share -> progress(out, share));
        out.writeByte(RECORDED);
        RecordingCodec.write(out, recording);
      }
      case LAYERS -> {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        List<Profile> profiles =
            Profiler.profiles(models, options, folder, share -> progress(out, share));
        out.writeByte(PROFILED);
        ProfileCodec.write(out, profiles);
      }
    }
  }

  private static void progress(DataOutputStream out, double share) {
    try {
      out.writeByte(PROGRESS);
      out.writeDouble(share);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
