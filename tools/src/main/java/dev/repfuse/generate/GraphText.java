package dev.repfuse.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Collects the inputs, the constants and the nodes of a graph as ONNX text. */
final class GraphText {
  /** Seeds of two networks overlap in no constant. */
  private static final long SEEDS = 1_000_003;

  private final long seed;
  private final List<String> inputs = new ArrayList<>();
  private final Map<String, String> constants = new LinkedHashMap<>();
  private List<String> nodes = new ArrayList<>();
  private long draws;

  GraphText(long seed) {
    this.seed = seed;
  }

  /** Adds an input, as {@code float[N,3] x}. */
  void input(String declaration) {
    inputs.add(declaration);
  }

  /**
   * Lets what is drawn from now on depend on this number and not on what was drawn before, so that
   * a part of a network has the same weights whatever else there is.
   */
  void drawFrom(long first) {
    draws = first;
  }

  /** Draws as if a constant had been added. */
  void skipDraw() {
    draws++;
  }

  /**
   * Adds a constant of drawn numbers.
   *
   * @param recipe of the text format, with {@code %d} in the place of the seed
   */
  String random(String name, String shape, String recipe) {
    return declare(name, "float[%s]".formatted(shape), "~ " + recipe.formatted(drawn()));
  }

  private long drawn() {
    return seed * SEEDS + draws++;
  }

  /** A constant of one element, or of as many as the shape says, that all have this value. */
  String filled(String name, String shape, double value) {
    return declare(name, "float[%s]".formatted(shape), "~ constant(%s)".formatted(value));
  }

  /** A number without axes. */
  String scalar(double value) {
    return declare("f32 " + value, "float", "= {%s}".formatted(value));
  }

  /** A whole number without axes. */
  String index(long value) {
    return declare("i64 " + value, "int64", "= {%d}".formatted(value));
  }

  /** A list of whole numbers. */
  String indices(long... values) {
    String listed = Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining(","));
    return table("i64 [%s]".formatted(listed), "int64", "" + values.length, listed);
  }

  /** A constant of these elements. */
  String table(String name, String type, String shape, String elements) {
    return declare(name, "%s[%s]".formatted(type, shape), "= {%s}".formatted(elements));
  }

  private String declare(String name, String type, String data) {
    constants.putIfAbsent(name, "%s %s %s".formatted(type, quoted(name), data));
    return name;
  }

  /** Adds a node with one result of its own name. */
  String node(String name, String operator, String... reads) {
    return result(name, name, operator, reads);
  }

  /** Adds a node with one result of another name. */
  String result(String name, String result, String operator, String... reads) {
    String read = Arrays.stream(reads).map(GraphText::quoted).collect(Collectors.joining(", "));
    nodes.add("[%s] %s = %s (%s)".formatted(quoted(name), quoted(result), operator, read));
    return result;
  }

  /**
   * A graph that stands in an attribute of a node.
   *
   * @param inside adds its nodes and declares what it returns, as {@code float[N,3] x}
   */
  String body(Supplier<String> inside) {
    List<String> around = nodes;
    nodes = new ArrayList<>();
    String returned = inside.get();
    String text = "body () => (%s) {\n%s\n}".formatted(returned, String.join("\n", nodes));
    nodes = around;
    return text;
  }

  static String quoted(String name) {
    return '"' + name + '"';
  }

  /** The whole model, which returns this. */
  String text(String output) {
    return "g (%s) => (%s)\n<\n%s\n>\n{\n%s\n}\n"
        .formatted(
            String.join(", ", inputs),
            output,
            String.join(",\n", constants.values()),
            String.join("\n", nodes));
  }
}
