package dev.repfuse.report;

import dev.repfuse.runtime.bench.LayerTime;
import dev.repfuse.runtime.bench.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where the time of several models goes, by operator and by layer, side by side. Layers belong
 * together if they compute the value of one name, or else bear one name of the files; what the
 * runtime puts in by itself belongs to nothing.
 */
public final class LayerComparison {
  /** One operator of one model. */
  public record Share(int count, double nanoseconds) {
    private Share plus(LayerTime layer) {
      return new Share(count + 1, nanoseconds + layer.nanoseconds());
    }
  }

  /**
   * An operator.
   *
   * @param shares one for each model
   */
  public record OperatorTime(String operator, List<Share> shares) {
    private double most() {
      return shares.stream().mapToDouble(Share::nanoseconds).max().orElse(0);
    }
  }

  /**
   * A layer.
   *
   * @param value of the files that it computes
   * @param times one for each model, where it has such a layer
   */
  public record Layer(Optional<String> value, List<Optional<LayerTime>> times) {
    private double most() {
      return times.stream()
          .flatMap(Optional::stream)
          .mapToDouble(LayerTime::nanoseconds)
          .max()
          .orElse(0);
    }

    /** As the runtime calls it, in the first model that has it. */
    public String name() {
      return times.stream().flatMap(Optional::stream).map(LayerTime::name).findFirst().orElse("");
    }

    /** The operators of all models. */
    public String operators() {
      return String.join(
          " / ",
          times.stream().flatMap(Optional::stream).map(LayerTime::operator).distinct().toList());
    }

    public OptionalDouble nanoseconds(int model) {
      return times.get(model).stream().mapToDouble(LayerTime::nanoseconds).findFirst();
    }
  }

  private final List<Profile> profiles;
  private final List<OperatorTime> operators;
  private final List<Layer> layers;

  private LayerComparison(
      List<Profile> profiles, List<OperatorTime> operators, List<Layer> layers) {
    this.profiles = profiles;
    this.operators = operators;
    this.layers = layers;
  }

  /**
   * Lays profiles side by side.
   *
   * @param models the files that they are of
   */
  public static LayerComparison of(List<Profile> profiles, List<Path> models) {
    return new LayerComparison(
        List.copyOf(profiles), byOperator(profiles), byLayer(profiles, values(profiles, models)));
  }

  private static List<OperatorTime> byOperator(List<Profile> profiles) {
    Map<String, List<Share>> found = new LinkedHashMap<>();
    for (int model = 0; model < profiles.size(); model++) {
      for (LayerTime layer : profiles.get(model).layers()) {
        List<Share> shares =
            found.computeIfAbsent(
                layer.operator(),
                operator -> new ArrayList<>(Collections.nCopies(profiles.size(), new Share(0, 0))));
        shares.set(model, shares.get(model).plus(layer));
      }
    }
    return found.entrySet().stream()
        .map(entry -> new OperatorTime(entry.getKey(), List.copyOf(entry.getValue())))
        .sorted(
            Comparator.comparingDouble(OperatorTime::most)
                .reversed()
                .thenComparing(OperatorTime::operator))
        .toList();
  }

  private static List<List<Optional<String>>> values(List<Profile> profiles, List<Path> models) {
    List<List<Optional<String>>> values = new ArrayList<>();
    for (int model = 0; model < profiles.size(); model++) {
      values.add(LayerNames.values(models.get(model), profiles.get(model).layers()));
    }
    return values;
  }

  private static List<Layer> byLayer(
      List<Profile> profiles, List<List<Optional<String>>> valuesOfLayers) {
    List<Map<Integer, LayerTime>> rows = new ArrayList<>();
    List<Optional<String>> values = new ArrayList<>();
    Map<String, Integer> byValue = new LinkedHashMap<>();
    Map<String, Integer> byName = new LinkedHashMap<>();
    for (int model = 0; model < profiles.size(); model++) {
      List<LayerTime> times = profiles.get(model).layers();
      for (int i = 0; i < times.size(); i++) {
        LayerTime layer = times.get(i);
        Optional<String> value = valuesOfLayers.get(model).get(i);
        int here = model;
        Optional<Integer> known =
            value
                .map(byValue::get)
                .or(() -> value.map(v -> byName.get(layer.name())))
                .filter(row -> !rows.get(row).containsKey(here));
        int row = known.orElse(rows.size());
        if (known.isEmpty()) {
          rows.add(new LinkedHashMap<>());
          values.add(value);
        }
        rows.get(row).put(model, layer);
        value.ifPresent(v -> {
          byValue.putIfAbsent(v, row);
          byName.putIfAbsent(layer.name(), row);
        });
      }
    }
    List<Layer> layers = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      List<Optional<LayerTime>> times = new ArrayList<>();
      for (int model = 0; model < profiles.size(); model++) {
        times.add(Optional.ofNullable(rows.get(row).get(model)));
      }
      layers.add(new Layer(values.get(row), times));
    }
    layers.sort(Comparator.comparingDouble(Layer::most).reversed().thenComparing(Layer::name));
    return List.copyOf(layers);
  }

  /** The profiles, one for each model. */
  public List<Profile> profiles() {
    return profiles;
  }

  /** All operators, those that take most first. */
  public List<OperatorTime> operators() {
    return operators;
  }

  /** All layers, those that take most first. */
  public List<Layer> layers() {
    return layers;
  }

  /** What a layer takes as a part of all nodes of its model. */
  public double share(double nanoseconds, int model) {
    return nanoseconds / Math.max(1, profiles.get(model).sum());
  }
}
