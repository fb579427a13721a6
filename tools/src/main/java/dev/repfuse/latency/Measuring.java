package dev.repfuse.latency;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.infer.Types;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.cost.LayerKind;
import dev.repfuse.runtime.bench.Benchmark;
import dev.repfuse.runtime.bench.BenchmarkOptions;
import dev.repfuse.runtime.bench.Latency;
import dev.repfuse.runtime.bench.Recording;
import dev.repfuse.runtime.device.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleConsumer;

/** Measures layers of networks at some of their widths, each as a small model of its own. */
public final class Measuring {
  private static final int COPIES = 4;
  private static final int AT_ONCE = 48;
  private static final int FEW = 8;

  /** A layer at certain widths. */
  private record Point(LayerKind kind, LatencyTable.Widths widths) {}

  private final Map<LayerKind, Set<LatencyTable.Widths>> full = new LinkedHashMap<>();
  private final Device device;
  private final int steps;

  private Measuring(Device device, int steps) {
    this.device = device;
    this.steps = steps;
  }

  /**
   * Measures.
   *
   * @param device where they are measured
   * @param networks whose layers they are
   * @param steps how many widths of each axis, from a part of it to all
   * @param options of which {@code seconds} are those of each 48 points
   * @param folder for small models, for as long as that takes
   * @param progress is told which share is over
   */
  public static Map<LayerKind, Map<LatencyTable.Widths, Double>> layers(
      Device device,
      List<Model> networks,
      int steps,
      BenchmarkOptions options,
      Path folder,
      DoubleConsumer progress) {
    Measuring measuring = new Measuring(device, steps);
    networks.forEach(measuring::collect);
    return measuring.run(options, folder, progress);
  }

  private void collect(Model network) {
    Types types = Types.infer(network);
    network
        .graph()
        .nodes()
        .forEach(node ->
            LayerKind.of(node, types::shape)
                .ifPresent(layer -> {
                  long inputs =
                      types.shape(layer.input()).orElseThrow().size(layer.inputAxis()).orElse(0);
                  long outputs =
                      types.shape(layer.output()).orElseThrow().size(layer.outputAxis()).orElse(0);
                  if (inputs > 0 && outputs > 0) {
                    full.computeIfAbsent(layer.kind(), k -> new LinkedHashSet<>())
                        .add(new LatencyTable.Widths(inputs, outputs));
                  }
                }));
  }

  private List<Point> points() {
    List<Point> points = new ArrayList<>();
    full.forEach((kind, widths) -> {
      Set<LatencyTable.Widths> grid = new LinkedHashSet<>();
      for (LatencyTable.Widths each : widths) {
        for (long inputs : parts(each.inputs(), Math.max(1, kind.group()))) {
          for (long outputs : parts(each.outputs(), Math.max(1, kind.group()))) {
            boolean depthwise = kind.group() == 0;
            if (!depthwise || inputs * each.outputs() == outputs * each.inputs()) {
              grid.add(new LatencyTable.Widths(inputs, outputs));
            }
          }
        }
      }
      grid.forEach(each -> points.add(new Point(kind, each)));
    });
    return points;
  }

  /** Parts of a width that are multiples of a number; few channels are not taken apart. */
  private Set<Long> parts(long width, long multiple) {
    Set<Long> parts = new TreeSet<>();
    for (int i = 1; i <= steps; i++) {
      long part = width * i / steps / multiple * multiple;
      if (part > 0 && (width > FEW || i == steps)) {
        parts.add(part);
      }
    }
    return parts;
  }

  private Map<LayerKind, Map<LatencyTable.Widths, Double>> run(
      BenchmarkOptions options, Path folder, DoubleConsumer progress) {
    List<Point> points = points();
    Map<LayerKind, Map<LatencyTable.Widths, Double>> times = new LinkedHashMap<>();
    for (int first = 0; first < points.size(); first += AT_ONCE) {
      List<Point> some = points.subList(first, Math.min(first + AT_ONCE, points.size()));
      double begun = (double) first / points.size();
      double share = (double) some.size() / points.size();
      double[] measured =
          measure(some, options, folder, done -> progress.accept(begun + done * share));
      for (int i = 0; i < measured.length; i++) {
        times
            .computeIfAbsent(some.get(i).kind(), kind -> new LinkedHashMap<>())
            .put(some.get(i).widths(), measured[i]);
      }
    }
    return times;
  }

  private double[] measure(
      List<Point> points, BenchmarkOptions options, Path folder, DoubleConsumer progress) {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      LayerModel model = new LayerModel(points.get(i).kind(), points.get(i).widths());
      for (int copies : new int[] {1, 1 + COPIES}) {
        Path file = folder.resolve("layer%d_%d.onnx".formatted(i, copies));
        ModelFile.write(model.of(copies), file);
        files.add(file);
      }
    }
    Recording recording = Benchmark.of(device, files, options).times(progress);
    double[] times = new double[points.size()];
    for (int i = 0; i < times.length; i++) {
      double one = Latency.of(recording, 2 * i).p50();
      double many = Latency.of(recording, 2 * i + 1).p50();
      times[i] = Math.max(1, (many - one) / COPIES);
    }
    return times;
  }
}
