package dev.repfuse.cli;

import dev.repfuse.report.BenchmarkText;
import dev.repfuse.report.InstructionText;
import dev.repfuse.report.LayerComparison;
import dev.repfuse.report.LayerText;
import dev.repfuse.report.benchmark.BenchmarkPage;
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
      "  repfuse benchmark model.onnx model.fused.onnx --layers --html report.html",
      "  repfuse benchmark a.onnx b.onnx --until 1%% --threads 4",
      "  repfuse benchmark a.onnx b.onnx --target ssh://pi@board",
      "  repfuse benchmark a.onnx b.onnx --json --raw times.csv"
    })
final class BenchmarkCommand extends Action {
  @Parameters(arity = "1..*", paramLabel = "<model.onnx>", description = "The models.")
  private List<Path> models = new ArrayList<>();

  @Mixin private BenchmarkMixin options = new BenchmarkMixin();

  @Mixin private DeviceMixin target = new DeviceMixin();
  @Mixin private LayerMixin layers = new LayerMixin();

  @Option(
      names = "--raw",
      paramLabel = "<file>",
      description = "Write each single time as CSV: episode, round, model, nanoseconds.")
  private Optional<Path> raw = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "<file>",
      description = "Write a page with tables and drawings that needs no network.")
  private Optional<Path> html = Optional.empty();

  @Override
  public Integer call() {
    BenchmarkOptions asked = options.options();
    for (Path model : models) {
      if (!Files.isRegularFile(model)) {
        throw new UsageException(model + ": there is no such file");
      }
    }
    raw.ifPresent(file -> Targets.requireOwn(file, BenchmarkText.CSV));
    html.ifPresent(file -> Targets.requireOwn(file, BenchmarkPage.BEGINNING));
    try (Progress progress = new Progress(console(), quiet() || json());
        Device device = target.open(progress)) {
      if (device.isEmulated()) {
        count(device, asked, progress);
      } else {
        time(device, asked, progress);
      }
    } catch (DataException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return ExitCode.DONE;
  }

  private void time(Device device, BenchmarkOptions asked, Progress progress) {
    Benchmark benchmark = Benchmark.of(device, absolute(), asked);
    Recording recording = benchmark.run(share -> progress.share("measuring", share));
    Optional<LayerComparison> where =
        layers.isAsked()
            ? Optional.of(
                LayerComparison.of(
                    benchmark.layers(share -> progress.share("profiling", share)), models))
            : Optional.empty();
    BenchmarkText report = new BenchmarkText(recording, models, asked, where);
    int most = verbose() ? Integer.MAX_VALUE : layers.most();
    raw.ifPresent(file -> TextFile.write(file, report.csv()));
    html.ifPresent(file ->
        TextFile.write(file, new BenchmarkPage(recording, models, report, where, most).html()));
    if (json()) {
      print(report.json() + "\n");
    } else {
      print(report.text());
      where.ifPresent(found -> print(new LayerText(found, recording, models, most).text()));
    }
  }

  private void count(Device device, BenchmarkOptions asked, Progress progress) {
    if (raw.isPresent() || html.isPresent() || layers.isAsked()) {
      throw new UsageException(
          "--raw, --html, --layers: an emulated processor has no times, only counts");
    }
    List<Long> counts =
        Instructions.perRun(device, absolute(), asked, share -> progress.share("counting", share));
    InstructionText report = new InstructionText(models, counts, device.name());
    print(json() ? report.json() + "\n" : report.text());
  }

  private List<Path> absolute() {
    return models.stream().map(Path::toAbsolutePath).toList();
  }

  private void print(String text) {
    console().out().print(text);
    console().out().flush();
  }
}
