package dev.repfuse.cli;

import dev.repfuse.FuseResult;
import dev.repfuse.Plugins;
import dev.repfuse.Repfuse;
import dev.repfuse.report.LayerComparison;
import dev.repfuse.report.page.LayerTime;
import dev.repfuse.report.page.Page;
import dev.repfuse.report.page.PageModel;
import dev.repfuse.report.page.ReportPage;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.bench.Benchmark;
import dev.repfuse.runtime.bench.BenchmarkOptions;
import dev.repfuse.runtime.device.Device;
import dev.repfuse.runtime.verify.Verdict;
import dev.repfuse.runtime.verify.Verifier;
import dev.repfuse.runtime.verify.VerifyOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows two models side by side in a web page of one file. */
@Command(
    name = "report",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description =
        "Write a web page that shows two models side by side: what was folded into what, what was"
            + " left alone and why, weights, errors.",
    footerHeading = "%nExample:%n",
    footer = "  repfuse report model.onnx model.fused.onnx -o report.html --layers")
final class ReportCommand extends Action {
  /** The mark is among the first tags of a page. */
  private static final int HEAD_BYTES = 1 << 16;

  @Parameters(index = "0", paramLabel = "<before.onnx>", description = "The original.")
  private Path original = Path.of("");

  @Parameters(index = "1", paramLabel = "<after.onnx>", description = "What was made of it.")
  private Path result = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<file>",
      description = "Where the page goes (default: <after>.html beside the result).")
  private Optional<Path> output = Optional.empty();

  @Mixin private WriteMixin write = new WriteMixin();
  @Mixin private VerifyMixin verify = new VerifyMixin();
  @Mixin private FoldMixin fold = new FoldMixin();

  @Option(
      names = "--layers",
      description = "Also how long each layer takes, by the runtime's profiler.")
  private boolean layers;

  @Mixin private DeviceMixin target = new DeviceMixin();

  @Override
  public Integer call() {
    Path file = Targets.resolved(output.orElseGet(() -> Targets.besideAs(result, ".html")));
    requireFree(file);
    PageModel before = PageModel.of(original, Repfuse.read(original));
    PageModel after = PageModel.of(result, Repfuse.read(result));
    Optional<Verdict> verdict;
    ReportPage page;
    try (Progress progress = new Progress(console(), quiet() || json())) {
      verdict = write.verifies() ? Optional.of(compare(progress)) : Optional.empty();
      FuseResult again = foldAgain(progress);
      progress.say("drawing");
      page = new ReportPage(before, after, again.report(), verdict, times(progress));
      TextFile.write(file, page.html());
    }
    if (json()) {
      console().out().println(page.json(file));
    } else if (!quiet()) {
      verdict.ifPresent(v -> console().out().println(v.words()));
      console().out().println("wrote " + file);
      console().out().flush();
    }
    return verdict.map(Verdict::provesEqual).orElse(true) ? ExitCode.DONE : ExitCode.DIFFERENT;
  }

  private void requireFree(Path target) {
    String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
    if (!name.endsWith(".html") && !name.endsWith(".htm")) {
      throw new UsageException(target + ": a report is a web page; its name ends in .html");
    }
    if (Targets.isSame(target, original) || Targets.isSame(target, result)) {
      throw new UsageException(target + ": is one of the two models");
    }
    Targets.requireFree(target, result, write.overwrites(), this::isOurs);
  }

  /** Whether a file is an earlier report on files of these names. */
  private boolean isOurs(Path existing) {
    String mark = Page.mark(name(original), name(result));
    try (var in = Files.newInputStream(existing)) {
      return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8).contains(mark);
    } catch (IOException e) {
      return false;
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private Verdict compare(Progress progress) {
    return Verifier.compare(original, result, verify.options(), progress::verification);
  }

  private List<LayerTime> times(Progress progress) {
    if (!layers) {
      return List.of();
    }
    List<Path> models = List.of(original.toAbsolutePath(), result.toAbsolutePath());
    try (Device device = target.open(progress)) {
      if (device.isEmulated()) {
        throw new UsageException(
            "--layers: %s is emulated, and its times say nothing".formatted(device.name()));
      }
      Benchmark benchmark = Benchmark.of(device, models, sameInputs());
      return LayerComparison.of(
              benchmark.layers(share -> progress.share("profiling", share)), models)
          .layers()
          .stream()
          .map(layer ->
              new LayerTime(
                  layer.value().orElseGet(layer::name), seconds(layer, 0), seconds(layer, 1)))
          .toList();
    } catch (DataException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static OptionalDouble seconds(LayerComparison.Layer layer, int model) {
    OptionalDouble nanoseconds = layer.nanoseconds(model);
    return nanoseconds.isPresent()
        ? OptionalDouble.of(nanoseconds.getAsDouble() / 1e9)
        : OptionalDouble.empty();
  }

  private BenchmarkOptions sameInputs() {
    VerifyOptions inputs = verify.options();
    return BenchmarkOptions.defaults().withShapes(inputs.shapes()).withInputs(inputs.inputs());
  }

  /** What folding the result once more leaves alone; the model that comes of it is not needed. */
  private FuseResult foldAgain(Progress progress) {
    try (Plugins plugins = fold.plugins()) {
      return Repfuse.fuse(result, fold.options(plugins, progress::say));
    }
  }
}
