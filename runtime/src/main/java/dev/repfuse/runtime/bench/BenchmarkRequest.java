package dev.repfuse.runtime.bench;

import dev.repfuse.runtime.Provider;
import dev.repfuse.runtime.child.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link BenchmarkWorker} is asked to measure.
 *
 * @param what of them
 */
record BenchmarkRequest(List<Path> models, BenchmarkOptions options, What what) {
  /** What is measured. */
  enum What {
    /** The times of all. */
    TIMES,
    /** The memory of a single one. */
    MEMORY,
    /** Where the time of all goes. */
    LAYERS
  }

  void write(DataOutput out) throws IOException {
    Codec.list(out, models, Codec::path);
    Codec.constant(out, what);
    out.writeDouble(options.seconds());
    out.writeDouble(options.until());
    out.writeInt(options.threads());
    out.writeLong(options.batch());
    Codec.list(
        out,
        List.copyOf(options.shapes().entrySet()),
        (to, entry) -> {
          Codec.text(to, entry.getKey());
          Codec.list(to, entry.getValue(), DataOutput::writeLong);
        });
    Codec.list(out, options.inputs(), Codec::path);
    Codec.constant(out, options.provider());
    Codec.list(
        out,
        List.copyOf(options.config().entrySet()),
        (to, entry) -> {
          Codec.text(to, entry.getKey());
          Codec.text(to, entry.getValue());
        });
  }

  static BenchmarkRequest read(DataInput in) throws IOException {
    List<Path> models = Codec.list(in, Codec::path);
    What what = Codec.constant(in, What.class);
    double seconds = in.readDouble();
    double until = in.readDouble();
    int threads = in.readInt();
    long batch = in.readLong();
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    Codec.list(
        in, from -> shapes.put(Codec.text(from), Codec.list(from, DataInput::readLong)) == null);
    List<Path> inputs = Codec.list(in, Codec::path);
    Provider provider = Codec.constant(in, Provider.class);
    Map<String, String> config = new LinkedHashMap<>();
    Codec.list(in, from -> config.put(Codec.text(from), Codec.text(from)) == null);
    return new BenchmarkRequest(
        models,
        new BenchmarkOptions(seconds, until, threads, batch, shapes, inputs, provider, config),
        what);
  }
}
