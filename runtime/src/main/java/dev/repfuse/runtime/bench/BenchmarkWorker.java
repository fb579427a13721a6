package dev.repfuse.runtime.bench;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.child.Codec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The process that measures: reads a {@link BenchmarkRequest} from its standard input, writes how
 * far it is and then a recording, or bytes of memory, or why there is none, to its standard output.
 */
public final class BenchmarkWorker {
  static final int PROGRESS = 1;
  static final int RECORDED = 2;
  static final int FAILED = 3;
  static final int MEMORY = 4;

  private BenchmarkWorker() {}

  public static void main(String[] args) throws IOException {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    System.setOut(System.err);
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
    BenchmarkRequest request = BenchmarkRequest.read(in);
    endWithParent(in);
    try {
      if (request.memory()) {
        long bytes = Recorder.peakBytes(request.models().getFirst(), request.options()).orElse(-1);
        out.writeByte(MEMORY);
        out.writeLong(bytes);
        out.flush();
        Runtime.getRuntime().halt(0);
      }
      Recording recording =
          Recorder.record(request.models(), request.options(), share -> progress(out, share));
      out.writeByte(RECORDED);
      RecordingCodec.write(out, recording);
    } catch (OrtFailure | DataException e) {
      out.writeByte(FAILED);
      Codec.text(out, String.valueOf(e.getMessage()));
    }
    out.flush();
    Runtime.getRuntime().halt(0);
  }

  /** Nothing else comes in: the end of the stream is that of the parent. */
  private static void endWithParent(DataInputStream in) {
    Thread.ofPlatform()
        .daemon()
        .name("parent")
        .start(() -> {
          try {
            while (in.read() >= 0) {
              Thread.onSpinWait();
            }
          } catch (IOException e) {
            // the parent is gone
          }
          Runtime.getRuntime().halt(1);
        });
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
