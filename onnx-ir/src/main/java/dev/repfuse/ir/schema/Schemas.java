package dev.repfuse.ir.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The signatures of the standard operators, one table row for each version of each operator. */
public final class Schemas {
  /** The newest operator set that the table knows. */
  public static final int NEWEST_OPSET = 28;

  private static final Map<String, List<Row>> BY_OPERATOR = rows();

  /** A line of the table, decoded when somebody asks for it. */
  private static final class Row {
    private final int since;
    private final String text;
    private volatile Optional<Schema> schema = Optional.empty();

    Row(int since, String text) {
      this.since = since;
      this.text = text;
    }

    Optional<Schema> schema() {
      if (schema.isEmpty()) {
        schema = decode(text.split("\t", -1));
      }
      return schema;
    }
  }

  private Schemas() {}

  /** The version of an operator at an opset; empty for operators not known or deprecated there. */
  public static Optional<Schema> of(String operator, long opset) {
    List<Row> versions = BY_OPERATOR.getOrDefault(operator, List.of());
    for (int i = versions.size() - 1; i >= 0; i--) {
      if (versions.get(i).since <= opset) {
        return versions.get(i).schema();
      }
    }
    return Optional.empty();
  }

  private static Map<String, List<Row>> rows() {
    Map<String, List<Row>> rows = HashMap.newHashMap(256);
    String table = table();
    int at = 0;
    while (at < table.length()) {
      int end = table.indexOf('\n', at);
      if (table.charAt(at) != '#') {
        int name = table.indexOf('\t', at);
        int since = table.indexOf('\t', name + 1);
        List<Row> versions = rows.getOrDefault(table.substring(at, name), List.of());
        if (versions.isEmpty()) {
          versions = new ArrayList<>(4);
          rows.put(table.substring(at, name), versions);
        }
        versions.add(
            new Row(Integer.parseInt(table, name + 1, since, 10), table.substring(at, end)));
      }
      at = end + 1;
    }
    return rows;
  }

  private static String table() {
    try (InputStream in =
        Objects.requireNonNull(Schemas.class.getResourceAsStream("operators.tsv"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Schema> decode(String[] columns) {
    if (columns.length < 7) {
      return Optional.empty();
    }
    Map<String, Long> variables = new HashMap<>();
    for (String variable : words(columns[6])) {
      int equals = variable.indexOf('=');
      variables.put(variable.substring(0, equals), mask(variable.substring(equals + 1)));
    }
    Map<String, Schema.AttributeSchema> attributes = new HashMap<>();
    for (String attribute : words(columns[4])) {
      boolean required = attribute.endsWith("!");
      int colon = attribute.indexOf(':');
      String name = attribute.substring(0, colon);
      int code = Integer.parseInt(attribute.substring(colon + 1).replace("!", ""));
      attributes.put(name, new Schema.AttributeSchema(name, code, required));
    }
    return Optional.of(
        new Schema(
            columns[0],
            Integer.parseInt(columns[1]),
            count(columns[2]),
            count(columns[3]),
            attributes,
            words(columns[5]).stream().map(word -> formal(word, variables)).toList()));
  }

  private static Formal formal(String word, Map<String, Long> variables) {
    boolean mixed = word.endsWith("~");
    String type = mixed || word.endsWith("*") ? word.substring(0, word.length() - 1) : word;
    return type.startsWith("=")
        ? new Formal("", mask(type.substring(1)), mixed)
        : new Formal(type, variables.getOrDefault(type, -1L), mixed);
  }

  private static long mask(String hexadecimal) {
    return Long.parseUnsignedLong(hexadecimal, 16);
  }

  private static Schema.Count count(String range) {
    int dash = range.indexOf('-');
    String most = range.substring(dash + 1);
    return new Schema.Count(
        Integer.parseInt(range.substring(0, dash)),
        most.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(most));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }
}
