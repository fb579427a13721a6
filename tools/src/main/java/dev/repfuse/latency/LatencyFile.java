package dev.repfuse.latency;

import dev.repfuse.format.JsonPlace;
import dev.repfuse.pass.cost.LayerKind;
import dev.repfuse.runtime.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** A latency table as a JSON file; docs/latency.md describes it. */
public final class LatencyFile {
  /** What it says to be. */
  public static final String FORMAT = "repfuse-latency";

  static final int VERSION = 1;
  static final List<String> KEYS = List.of("name", "threads", "layers", "networks", "about");
  static final List<String> LAYER_KEYS =
      List.of("operator", "kernel", "strides", "pads", "dilations", "group", "extents", "times");

  /** The most bytes that such a file may have. */
  public static final long LARGEST_FILE = 64 << 20;

  private static final long LARGEST = 1L << 40;
  private static final int MOST_THREADS = 1024;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private LatencyFile() {}

  /**
   * Reads a file.
   *
   * @throws DataException in one line: the file, the place as a JSON pointer, the cause
   */
  public static LatencyTable read(Path file) {
    return read(JsonPlace.read(file, LARGEST_FILE));
  }

  /** The same of a file that is open already. */
  public static LatencyTable read(JsonPlace root) {
    root.header(FORMAT, VERSION, KEYS);
    Map<LayerKind, Map<LatencyTable.Widths, Double>> layers = new LinkedHashMap<>();
    for (JsonPlace layer : root.required("layers").items()) {
      layer.onlyKeys(LAYER_KEYS);
      if (layers.put(kind(layer), times(layer.required("times"))) != null) {
        throw layer.bad("is there twice");
      }
    }
    Map<String, LatencyTable.Whole> networks = new TreeMap<>();
    for (JsonPlace network : root.at("networks").map(JsonPlace::items).orElse(List.of())) {
      network.onlyKeys(List.of("sha256", "nanoseconds", "layers", "count"));
      networks.put(
          network.required("sha256").text(),
          new LatencyTable.Whole(
              network.required("nanoseconds").positive(),
              network.required("layers").positive(),
              network.required("count").whole(1, LARGEST)));
    }
    return new LatencyTable(
        root.required("name").text(),
        (int) root.required("threads").whole(1, MOST_THREADS + 1),
        layers,
        networks);
  }

  private static LayerKind kind(JsonPlace layer) {
    List<Long> kernel = numbers(layer.required("kernel"), 1);
    int axes = kernel.size();
    return new LayerKind(
        layer.required("operator").text(),
        kernel,
        numbers(layer.required("strides"), 1, axes),
        numbers(layer.required("pads"), -LARGEST, 2 * axes),
        numbers(layer.required("dilations"), 1, axes),
        layer.required("group").whole(0, LARGEST),
        numbers(layer.required("extents"), 1, Math.max(1, axes)));
  }

  private static List<Long> numbers(JsonPlace place, long least, int count) {
    List<Long> numbers = numbers(place, least);
    if (numbers.size() != count) {
      throw place.bad("has to have %d elements".formatted(count));
    }
    return numbers;
  }

  private static List<Long> numbers(JsonPlace place, long least) {
    return place.items().stream().map(item -> item.whole(least, LARGEST)).toList();
  }

  private static Map<LatencyTable.Widths, Double> times(JsonPlace place) {
    Map<LatencyTable.Widths, Double> times = new LinkedHashMap<>();
    for (JsonPlace item : place.items()) {
      List<JsonPlace> numbers = item.items();
      if (numbers.size() != 3) {
        throw item.bad("has to be input channels, output channels and nanoseconds");
      }
      times.put(
          new LatencyTable.Widths(
              numbers.get(0).whole(1, LARGEST), numbers.get(1).whole(1, LARGEST)),
          numbers.get(2).positive());
    }
    if (times.isEmpty()) {
      throw place.bad("has to name at least one time");
    }
    return times;
  }

  /**
   * The file's text.
   *
   * @param about how it was measured, for people
   */
  public static String text(LatencyTable table, Map<String, String> about) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("format", FORMAT);
    document.put("version", VERSION);
    document.put("name", table.name());
    document.put("threads", table.threads());
    List<String> lines = new ArrayList<>();
    table.layers().forEach((kind, points) -> lines.add(line(kind, points)));
    List<Map<String, Object>> networks = new ArrayList<>();
    table
        .networks()
        .forEach((hash, whole) -> {
          Map<String, Object> network = new LinkedHashMap<>();
          network.put("sha256", hash);
          network.put("nanoseconds", rounded(whole.nanoseconds()));
          network.put("layers", rounded(whole.layers()));
          network.put("count", whole.count());
          networks.add(network);
        });
    document.put("networks", networks);
    document.put("about", new TreeMap<>(about));
    String head = MAPPER.writeValueAsString(document);
    return head.substring(0, head.length() - 1)
        + ",\n\"layers\":[\n"
        + String.join(",\n", lines)
        + "\n]}\n";
  }

  private static String line(LayerKind kind, Map<LatencyTable.Widths, Double> points) {
    Map<String, Object> layer = new LinkedHashMap<>();
    layer.put("operator", kind.operator());
    layer.put("kernel", kind.kernel());
    layer.put("strides", kind.strides());
    layer.put("pads", kind.pads());
    layer.put("dilations", kind.dilations());
    layer.put("group", kind.group());
    layer.put("extents", kind.extents());
    List<List<Number>> times = new ArrayList<>();
    points.forEach(
        (widths, time) -> times.add(List.of(widths.inputs(), widths.outputs(), rounded(time))));
    layer.put("times", times);
    return MAPPER.writeValueAsString(layer);
  }

  private static double rounded(double nanoseconds) {
    return Math.round(nanoseconds * 10) / 10.0;
  }
}
