package dev.repfuse.runtime.bench;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.child.Codec;
import dev.repfuse.runtime.device.Device;
import dev.repfuse.runtime.device.RunningWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * How many instructions a run of a model takes, on a processor that counts them: what a process
 * with some runs executes more than one with a single run.
 */
public final class Instructions {
  /** Two processes that do the same differ by about a tenth of a million. */
  private static final long CLEAR = 20_000_000;

  private static final int FIRST = 4;
  private static final int FACTOR = 16;
  private static final int MOST = 1024;

  private final Device device;
  private final Path model;
  private final BenchmarkRequest request;

  private Instructions(Device device, Path model, BenchmarkOptions options) {
    this.device = device;
    this.model = model;
    List<Path> inputs = options.inputs().stream().map(device::bring).toList();
    request =
        new BenchmarkRequest(
            List.of(device.bring(model)), options.withInputs(inputs), BenchmarkRequest.What.TIMES);
  }

  /**
   * Counts those of each model.
   *
   * @param progress is told which share is done
   * @throws DataException if the device does not count, or a model cannot be run there
   */
  public static List<Long> perRun(
      Device device, List<Path> models, BenchmarkOptions options, DoubleConsumer progress) {
    List<Long> counts = new ArrayList<>();
    for (Path model : models) {
      counts.add(new Instructions(device, model, options).perRun());
      progress.accept((double) counts.size() / models.size());
    }
    return counts;
  }

  private long perRun() {
    long none = total(0);
    int runs = FIRST;
    long more = total(runs) - none;
    while (more < CLEAR && runs < MOST) {
      runs *= FACTOR;
      more = total(runs) - none;
    }
    return Math.max(0, more / runs);
  }

  private long total(int runs) {
    try (RunningWorker worker = device.startCounting(RunsWorker.class)) {
      try {
        request.write(worker.requests());
        worker.requests().writeInt(runs);
        worker.requests().flush();
        String refusal = Codec.text(worker.replies());
        if (!refusal.isEmpty()) {
          throw new DataException(
              refusal.replace(request.models().getFirst().toString(), model.toString()));
        }
      } catch (IOException e) {
        throw new DataException("the count has no result: " + worker.reason());
      }
      return worker.lastWords().stream()
          .filter(line -> line.startsWith(Device.COUNTED))
          .mapToLong(line -> Long.parseLong(line.substring(Device.COUNTED.length()).strip()))
          .findFirst()
          .orElseThrow(() -> new DataException(device.name() + " told no count"));
    }
  }
}
