package dev.repfuse.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON documents; all carry the version of their format. */
public final class Json {
  /** Grows when a field changes its meaning or goes; new fields do not count. */
  private static final int FORMAT_VERSION = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /** The beginning of every document. */
  public static Map<String, Object> document(String command) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("formatVersion", FORMAT_VERSION);
    document.put("command", command);
    return document;
  }

  /** How the text of every document of a command begins. */
  public static String beginning(String command) {
    String text = write(document(command));
    return text.substring(0, text.lastIndexOf("\n"));
  }

  /** The document as text. */
  public static String write(Map<String, Object> document) {
    return MAPPER.writeValueAsString(document);
  }

  /** An object in one line. */
  public static String compact(Map<String, Object> object) {
    return JsonMapper.shared().writeValueAsString(object);
  }

  /** A number where it is known; JSON has no infinity and no NaN, so these become words. */
  public static void put(Map<String, Object> object, String field, double value) {
    object.put(field, Double.isFinite(value) ? (Object) value : Double.toString(value));
  }

  static void put(Map<String, Object> object, String field, OptionalDouble value) {
    value.ifPresent(number -> put(object, field, number));
  }

  static void put(Map<String, Object> object, String field, OptionalLong value) {
    value.ifPresent(number -> object.put(field, number));
  }

  /** Figures of a model. */
  public static Map<String, Object> statistics(ModelStatistics statistics) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("nodes", statistics.nodes());
    object.put("conv", statistics.count("Conv"));
    object.put("batchNormalization", statistics.count("BatchNormalization"));
    object.put("parameters", statistics.parameters());
    object.put("statistics", statistics.statistics());
    put(object, "macs", statistics.macs());
    object.put("bytes", statistics.bytes());
    object.put("operators", statistics.operators());
    return object;
  }
}
