package dev.repfuse.cli;

import dev.repfuse.Digest;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.Model;
import dev.repfuse.latency.LatencyFile;
import dev.repfuse.latency.LatencyTable;
import dev.repfuse.latency.Measuring;
import dev.repfuse.latency.Prediction;
import dev.repfuse.pass.cost.LayerKind;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.bench.Benchmark;
import dev.repfuse.runtime.bench.BenchmarkOptions;
import dev.repfuse.runtime.bench.Latency;
import dev.repfuse.runtime.bench.Recording;
import dev.repfuse.runtime.device.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how long the layers of networks take here, at several widths. */
@Command(
    name = "measure",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description =
        "Measure the layers of networks on this machine, at several widths, each as a model of its"
            + " own; prune --latency and predict take the table.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse measure model.onnx -o table.json",
      "  repfuse measure model.onnx --target ssh://pi@board -o board.json"
    })
final class MeasureCommand extends Action {
  @Parameters(arity = "1..*", paramLabel = "<model.onnx>", description = "The networks.")
  private List<Path> models = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "<file>",
      description = "Where the table goes.")
  private Path output = Path.of("");

  @Option(
      names = "--steps",
      paramLabel = "<n>",
      defaultValue = "4",
      description = "How many widths of each layer, in equal steps (default ${DEFAULT-VALUE}).")
  private int steps = 4;

  @Option(
      names = "--name",
      paramLabel = "<name>",
      defaultValue = "this machine",
      description = "What the table calls the machine (default ${DEFAULT-VALUE}).")
  private String name = "";

  @Option(names = "--overwrite", description = "Replace an existing file.")
  private boolean overwrite;

  @Mixin private BenchmarkMixin options = new BenchmarkMixin();

  @Mixin private DeviceMixin target = new DeviceMixin();

  @Override
  public Integer call() {
    BenchmarkOptions asked = options.options();
    if (steps < 1 || steps > 64) {
      throw new UsageException("--steps: %d is not between 1 and 64".formatted(steps));
    }
    Path file = Targets.resolved(output);
    for (Path model : models) {
      Targets.requireFree(file, model, overwrite);
    }
    List<Model> networks = models.stream().map(Repfuse::read).toList();
    try (Progress progress = new Progress(console(), quiet() || json());
        Device device = target.open(progress)) {
      if (device.isEmulated()) {
        throw new UsageException(
            "--target: %s is emulated, and its times say nothing".formatted(device.name()));
      }
      Recording whole = Benchmark.of(device, absolute(), asked).times(share -> {});
      Map<LayerKind, Map<LatencyTable.Widths, Double>> layers =
          layers(device, networks, asked, progress);
      if (layers.isEmpty()) {
        throw new UsageException("the networks have no layer of known extents");
      }
      LatencyTable table = table(networks, whole, layers, asked.threads());
      TextFile.write(file, LatencyFile.text(table, whole.machine()));
      say(table, file);
    } catch (DataException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return ExitCode.DONE;
  }

  private List<Path> absolute() {
    return models.stream().map(Path::toAbsolutePath).toList();
  }

  private Map<LayerKind, Map<LatencyTable.Widths, Double>> layers(
      Device device, List<Model> networks, BenchmarkOptions asked, Progress progress) {
    try (Scratch scratch = Scratch.make()) {
      return Measuring.layers(
          device,
          networks,
          steps,
          asked,
          scratch.folder(),
          share -> progress.share("measuring layers", share));
    }
  }

  private LatencyTable table(
      List<Model> networks,
      Recording whole,
      Map<LayerKind, Map<LatencyTable.Widths, Double>> layers,
      int threads) {
    LatencyTable alone = new LatencyTable(name, threads, layers, Map.of());
    Map<String, LatencyTable.Whole> wholes = new LinkedHashMap<>();
    for (int i = 0; i < networks.size(); i++) {
      Prediction sum = Prediction.of(networks.get(i), alone);
      if (sum.count() > 0) {
        wholes.put(
            Digest.sha256(models.get(i)),
            new LatencyTable.Whole(Latency.of(whole, i).p50(), sum.layers(), sum.count()));
      }
    }
    return alone.with(wholes);
  }

  private void say(LatencyTable table, Path target) {
    if (!quiet()) {
      int points = table.layers().values().stream().mapToInt(Map::size).sum();
      console()
          .out()
          .println(
              "%d kinds of layers at %d widths\nwrote %s"
                  .formatted(table.layers().size(), points, target));
      console().out().flush();
    }
  }
}
