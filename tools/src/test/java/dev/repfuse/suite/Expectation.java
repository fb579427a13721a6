package dev.repfuse.suite;

import dev.repfuse.report.ModelStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What MANIFEST.json says of one file.
 *
 * @param file its path below the folder of models
 * @param family the kind of block or net
 * @param expect the field of this name: counts after an ideal fold, and what must be refused
 */
record Expectation(String file, String family, JsonNode expect) {
  private static final String AFTER = "_after";
  private static final Map<String, String> OPERATORS =
      Map.of("bn", "BatchNormalization", "convtranspose", "ConvTranspose", "matmul", "MatMul");

  static Expectation of(JsonNode entry) {
    return new Expectation(
        entry.path("file").asString(), entry.path("family").asString(), entry.path("expect"));
  }

  /** The folder that the file lies in: blocks, nets or unsound. */
  String folder() {
    return file.substring(0, file.indexOf('/'));
  }

  boolean mustRefuse() {
    return expect.has("must_refuse");
  }

  /** Every count that is none of the expected ones, in words. */
  List<String> missed(ModelStatistics after) {
    List<String> missed = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : expect.properties()) {
      String key = field.getKey();
      if (key.endsWith(AFTER)) {
        int count = count(after, key.substring(0, key.length() - AFTER.length()));
        if (!right(field.getValue(), count)) {
          missed.add("%s is %d, not %s".formatted(key, count, field.getValue()));
        }
      }
    }
    return missed;
  }

  private static boolean right(JsonNode expected, int count) {
    if (!expected.isArray()) {
      return expected.asInt() == count;
    }
    for (JsonNode one : expected) {
      if (one.asInt() == count) {
        return true;
      }
    }
    return false;
  }

  private static int count(ModelStatistics after, String key) {
    return switch (key) {
      case "node_total" -> after.nodes();
      case "gemm_or_matmul" -> after.count("Gemm") + after.count("MatMul");
      default ->
          after.count(
              OPERATORS.getOrDefault(key, Character.toUpperCase(key.charAt(0)) + key.substring(1)));
    };
  }
}
