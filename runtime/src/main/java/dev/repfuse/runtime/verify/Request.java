package dev.repfuse.runtime.verify;

import dev.repfuse.runtime.child.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the parent asks of the child process first; the path of the result follows when it is there.
 *
 * @param original the model to run first
 * @param options how to compare
 */
record Request(Path original, VerifyOptions options) {

  void write(DataOutput out) throws IOException {
    Codec.path(out, original);
    out.writeDouble(options.tolerance());
    out.writeLong(options.seed());
    out.writeInt(options.samples());
    Codec.list(out, new ArrayList<>(options.shapes().entrySet()), Request::writeShape);
    Codec.list(out, options.inputs(), Codec::path);
    out.writeLong(options.timeout().toMillis());
    out.writeInt(options.threads());
    out.writeBoolean(options.noise());
    out.writeBoolean(options.localise());
  }

  private static void writeShape(DataOutput out, Map.Entry<String, List<Long>> shape)
      throws IOException {
    Codec.text(out, shape.getKey());
    Codec.list(out, shape.getValue(), DataOutput::writeLong);
  }

  static Request read(DataInput in) throws IOException {
    Path original = Codec.path(in);
    double tolerance = in.readDouble();
    long seed = in.readLong();
    int samples = in.readInt();
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      shapes.put(Codec.text(in), Codec.list(in, DataInput::readLong));
    }
    List<Path> inputs = Codec.list(in, Codec::path);
    Duration timeout = Duration.ofMillis(in.readLong());
    int threads = in.readInt();
    boolean noise = in.readBoolean();
    boolean localise = in.readBoolean();
    return new Request(
        original,
        new VerifyOptions(
            tolerance, seed, samples, shapes, inputs, timeout, false, threads, noise, localise));
  }
}
