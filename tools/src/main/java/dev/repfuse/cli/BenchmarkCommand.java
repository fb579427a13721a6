package dev.repfuse.cli;

import dev.repfuse.report.BenchmarkText;
import dev.repfuse.report.InstructionText;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.bench.Benchmark;
import dev.repfuse.runtime.bench.BenchmarkOptions;
import dev.repfuse.runtime.bench.Instructions;
import dev.repfuse.runtime.bench.Recording;
import dev.repfuse.runtime.device.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which of several models is faster here, and how sure that is. */
@Command(
    name = "benchmark",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description =
        "Time models on this machine or another, in turn, in one process; the first is what the others are"
            + " compared with.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse benchmark model.onnx model.fused.onnx",
      "  repfuse benchmark a.onnx b.onnx --until 1%% --threads 4",
      "  repfuse benchmark a.onnx b.onnx --target ssh://pi@board",
      "  repfuse benchmark a.onnx b.onnx --json --raw times.csv"
    })
final class BenchmarkCommand extends Action {
  @Parameters(arity = "1..*", paramLabel = "<model.onnx>", description = "The models.")
  private List<Path> models = new ArrayList<>();

  @Mixin private BenchmarkMixin options = new BenchmarkMixin();

  @Mixin private DeviceMixin target = new DeviceMixin();

  @Option(
      names = "--raw",
      paramLabel = "<file>",
      description = "Write each single time as CSV: episode, round, model, nanoseconds.")
  private Optional<Path> raw = Optional.empty();

  @Override
  public Integer call() {
    BenchmarkOptions asked = options.options();
    for (Path model : models) {
      if (!Files.isRegularFile(model)) {
        throw new UsageException(model + ": there is no such file");
      }
    }
    raw.ifPresent(file -> Targets.requireFree(Targets.resolved(file), models.getFirst(), true));
    try (Progress progress = new Progress(console(), quiet() || json());
        Device device = target.open(progress)) {
      if (device.isEmulated()) {
        tell(counted(device, asked, progress));
      } else {
        tell(timed(device, asked, progress));
      }
    } catch (DataException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return ExitCode.DONE;
  }

  private BenchmarkText timed(Device device, BenchmarkOptions asked, Progress progress) {
    Recording recording =
        Benchmark.run(device, absolute(), asked, share -> progress.share("measuring", share));
    return new BenchmarkText(recording, models, asked);
  }

  private InstructionText counted(Device device, BenchmarkOptions asked, Progress progress) {
    if (raw.isPresent()) {
      throw new UsageException("--raw: an emulated processor has no times");
    }
    List<Long> counts =
        Instructions.perRun(device, absolute(), asked, share -> progress.share("counting", share));
    return new InstructionText(models, counts, device.name());
  }

  private List<Path> absolute() {
    return models.stream().map(Path::toAbsolutePath).toList();
  }

  private void tell(BenchmarkText report) {
    raw.ifPresent(file -> TextFile.write(file, report.csv()));
    print(json() ? report.json() + "\n" : report.text());
  }

  private void tell(InstructionText report) {
    print(json() ? report.json() + "\n" : report.text());
  }

  private void print(String text) {
    console().out().print(text);
    console().out().flush();
  }
}
