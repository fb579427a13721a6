package dev.repfuse.report;

import dev.repfuse.runtime.bench.LayerTime;
import dev.repfuse.runtime.bench.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the time of several models goes, as JSON. */
final class LayerJson {
  private LayerJson() {}

  /** Adds both tables to a document. */
  static void put(Map<String, Object> document, LayerComparison layers) {
    document.put("operators", layers.operators().stream().map(LayerJson::operator).toList());
    document.put("layers", layers.layers().stream().map(LayerJson::layer).toList());
  }

  /** The runs that the tables come from. */
  static Map<String, Object> profile(Profile profile) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("runs", profile.runs());
    Json.put(object, "run", profile.nanoseconds() / 1e9);
    Json.put(object, "nodes", profile.sum() / 1e9);
    return object;
  }

  private static Map<String, Object> operator(LayerComparison.OperatorTime operator) {
    List<Map<String, Object>> times = new ArrayList<>();
    for (int model = 0; model < operator.shares().size(); model++) {
      LayerComparison.Share share = operator.shares().get(model);
      if (share.count() > 0) {
        Map<String, Object> time = of(model);
        time.put("count", share.count());
        Json.put(time, "seconds", share.nanoseconds() / 1e9);
        times.add(time);
      }
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("operator", operator.operator());
    object.put("times", times);
    return object;
  }

  private static Map<String, Object> layer(LayerComparison.Layer layer) {
    List<Map<String, Object>> times = new ArrayList<>();
    for (int model = 0; model < layer.times().size(); model++) {
      Map<String, Object> time = of(model);
      layer.times().get(model).ifPresent(found -> times.add(filled(time, found)));
    }
    Map<String, Object> object = new LinkedHashMap<>();
    layer.value().ifPresent(value -> object.put("value", value));
    object.put("times", times);
    return object;
  }

  private static Map<String, Object> of(int model) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", model);
    return object;
  }

  private static Map<String, Object> filled(Map<String, Object> time, LayerTime layer) {
    time.put("name", layer.name());
    time.put("operator", layer.operator());
    time.put("provider", layer.provider());
    Json.put(time, "seconds", layer.nanoseconds() / 1e9);
    return time;
  }
}
