package dev.repfuse.runtime.bench;

import dev.repfuse.runtime.DataException;
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
    this.models = models;
    there = models.stream().map(device::bring).toList();
    this.options = options.withInputs(options.inputs().stream().map(device::bring).toList());
  }

  /**
   * Runs models in turn and times them.
   *
   * @param progress is told which share of the time is over
   * @throws DataException if a model cannot be run, or the process died; the message says why
   */
  public static Recording run(
      Device device, List<Path> models, BenchmarkOptions options, DoubleConsumer progress) {
    Benchmark benchmark = new Benchmark(device, models, options);
    return benchmark.times(progress).withPeaks(benchmark.peaks());
  }

  /**
   * The same without what memory the models take.
   *
   * @throws DataException if a model cannot be run, or the process died; the message says why
   */
  public static Recording times(
      Device device, List<Path> models, BenchmarkOptions options, DoubleConsumer progress) {
    return new Benchmark(device, models, options).times(progress);
  }

  private Recording times(DoubleConsumer progress) {
    BenchmarkRequest request = new BenchmarkRequest(there, options, false);
    return answer(request, progress, RecordingCodec::read).on(device.name());
  }

  private List<OptionalLong> peaks() {
    List<OptionalLong> peaks = new ArrayList<>();
    for (Path model : there) {
      BenchmarkRequest request = new BenchmarkRequest(List.of(model), options, true);
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
            case BenchmarkWorker.RECORDED, BenchmarkWorker.MEMORY -> {
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
