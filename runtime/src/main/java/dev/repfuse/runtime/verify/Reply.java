package dev.repfuse.runtime.verify;

import dev.repfuse.runtime.child.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What the child process tells its parent. */
sealed interface Reply {

  /** A step was made. */
  record Progress(Stage stage, int done, int total) implements Reply {}

  /** A verdict; a second one, with the place of the first difference, may follow. */
  record Finished(Verdict verdict) implements Reply {}

  /** Shapes or data that the user gave do not fit. */
  record Rejected(String reason) implements Reply {}

  default void write(DataOutput out) throws IOException {
    switch (this) {
      case Progress progress -> {
        out.writeByte(1);
        Codec.constant(out, progress.stage());
        out.writeInt(progress.done());
        out.writeInt(progress.total());
      }
      case Finished finished -> {
        out.writeByte(2);
        VerdictCodec.write(out, finished.verdict());
      }
      case Rejected rejected -> {
        out.writeByte(3);
        Codec.text(out, rejected.reason());
      }
    }
  }

  static Reply read(DataInput in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new Progress(Codec.constant(in, Stage.class), in.readInt(), in.readInt());
      case 2 -> new Finished(VerdictCodec.read(in));
      case 3 -> new Rejected(Codec.text(in));
      default -> throw new IOException("a reply of kind " + kind);
    };
  }
}
