package dev.repfuse.runtime.bench;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.bench.BenchmarkRequest.What;
import dev.repfuse.runtime.child.Codec;
import dev.repfuse.runtime.device.Device;
import dev.repfuse.runtime.device.RunningWorker;
import java.io.DataInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.DoubleConsumer;

/** Measures models on a device, in a process of its own, which a model may crash. */
public final class Benchmark {
  private final Device device;
  private final List<Path> models;
  private final List<Path> there;
  private final BenchmarkOptions options;

  private Benchmark(Device device, List<Path> models, BenchmarkOptions options) {
    this.device = device;
    this.models = List.copyOf(models);
    there = models.stream().map(device::bring).toList();
    this.options = options.withInputs(options.inputs().stream().map(device::bring).toList());
  }

  /**
   * Brings models to a device.
   *
   * @throws DataException if that cannot be done; the message says why
   */
  public static Benchmark of(Device device, List<Path> models, BenchmarkOptions options) {
    return new Benchmark(device, models, options);
  }

  /**
   * Runs models in turn and times them, and then sees what memory each takes.
   *
   * @param progress is told which share of the time is over
   * @throws DataException if a model cannot be run, or the process died; the message says why
   */
  public Recording run(DoubleConsumer progress) {
    return times(progress).withPeaks(peaks());
  }

  /**
   * The same without what memory the models take.
   *
   * @throws DataException if a model cannot be run, or the process died; the message says why
   */
  public Recording times(DoubleConsumer progress) {
    BenchmarkRequest request = new BenchmarkRequest(there, options, What.TIMES);
    return answer(request, progress, RecordingCodec::read).on(device.name());
  }

  /**
   * Where the time of each model goes, node by node, from runs of their own.
   *
   * @throws DataException if a model cannot be run, or the process died; the message says why
   */
  public List<Profile> layers(DoubleConsumer progress) {
    return answer(new BenchmarkRequest(there, options, What.LAYERS), progress, ProfileCodec::read);
  }

  private List<OptionalLong> peaks() {
    List<OptionalLong> peaks = new ArrayList<>();
    for (Path model : there) {
      BenchmarkRequest request = new BenchmarkRequest(List.of(model), options, What.MEMORY);
      long bytes = answer(request, share -> {}, DataInput::readLong);
      peaks.add(bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes));
    }
    return peaks;
  }

  private <T> T answer(BenchmarkRequest request, DoubleConsumer progress, Codec.Reader<T> reader) {
    try (RunningWorker worker = device.start(BenchmarkWorker.class)) {
      try {
        request.write(worker.requests());
        worker.requests().flush();
        while (true) {
          switch (worker.replies().readByte()) {
            case BenchmarkWorker.PROGRESS -> progress.accept(worker.replies().readDouble());
            case BenchmarkWorker.RECORDED, BenchmarkWorker.MEMORY, BenchmarkWorker.PROFILED -> {
              return reader.read(worker.replies());
            }
            case BenchmarkWorker.FAILED ->
                throw new DataException(asNamedHere(Codec.text(worker.replies())));
            default -> throw new IOException("an unknown reply");
          }
        }
      } catch (IOException e) {
        throw new DataException("the benchmark has no result: " + worker.reason());
      }
    }
  }

  /** Another machine knows a model by the path that it has there. */
  private String asNamedHere(String message) {
    String words = message;
    for (int i = 0; i < models.size(); i++) {
      words = words.replace(there.get(i).toString(), models.get(i).toString());
    }
    return words;
  }
}
