package dev.repfuse.cli;

import dev.repfuse.report.BenchmarkText;
import dev.repfuse.report.LayerComparison;
import dev.repfuse.report.LayerText;
import dev.repfuse.report.benchmark.BenchmarkPage;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.bench.Benchmark;
import dev.repfuse.runtime.bench.BenchmarkOptions;
import dev.repfuse.runtime.bench.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
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
        "Time models on this machine, in turn, in one process; the first is what the others are"
            + " compared with.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse benchmark model.onnx model.fused.onnx",
      "  repfuse benchmark model.onnx model.fused.onnx --layers --html report.html",
      "  repfuse benchmark a.onnx b.onnx --until 1%% --threads 4",
      "  repfuse benchmark a.onnx b.onnx --json --raw times.csv"
    })
final class BenchmarkCommand extends Action {
  @Parameters(arity = "1..*", paramLabel = "<model.onnx>", description = "The models.")
  private List<Path> models = new ArrayList<>();

  @Mixin private BenchmarkMixin options = new BenchmarkMixin();

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
    Recording recording = measured("measuring", asked, Benchmark::run);
    Optional<LayerComparison> where =
        layers.isAsked()
            ? Optional.of(
                LayerComparison.of(measured("profiling", asked, Benchmark::layers), models))
            : Optional.empty();
    BenchmarkText report = new BenchmarkText(recording, models, asked, where);
    int most = verbose() ? Integer.MAX_VALUE : layers.most();
    raw.ifPresent(file -> TextFile.write(file, report.csv()));
    html.ifPresent(file ->
        TextFile.write(file, new BenchmarkPage(recording, models, report, where, most).html()));
    if (json()) {
      console().out().println(report.json());
    } else {
      console().out().print(report.text());
      where.ifPresent(
          found -> console().out().print(new LayerText(found, recording, models, most).text()));
      console().out().flush();
    }
    return ExitCode.DONE;
  }

  /** Something that is measured of models. */
  private interface Measurement<T> {
    T of(List<Path> models, BenchmarkOptions options, DoubleConsumer progress);
  }

  private <T> T measured(String task, BenchmarkOptions asked, Measurement<T> measurement) {
    List<Path> absolute = models.stream().map(Path::toAbsolutePath).toList();
    try (Progress progress = new Progress(console(), quiet() || json())) {
      return measurement.of(absolute, asked, share -> progress.share(task, share));
    } catch (DataException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
