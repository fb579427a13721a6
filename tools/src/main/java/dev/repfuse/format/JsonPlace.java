package dev.repfuse.format;

import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A place in a JSON file: what stands there, or an error of one line that names the file, the place
 * as a JSON pointer, and the cause.
 */
public final class JsonPlace {
  private static final int LONGEST_POINTER = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final JsonPointer pointer;
  private final JsonNode node;

  private JsonPlace(Path file, JsonPointer pointer, JsonNode node) {
    this.file = file;
    this.pointer = pointer;
    this.node = node;
  }

  /**
   * The outermost object of a file.
   *
   * @param largest the most bytes that such a file may have
   * @throws DataException if it cannot be read, or is no JSON object
   */
  public static JsonPlace read(Path file, long largest) {
    JsonPlace root = new JsonPlace(file, JsonPointer.empty(), parse(file, largest));
    if (!root.node.isObject()) {
      throw root.bad("has to be an object");
    }
    return root;
  }

  /**
   * The elements of a file that is a list.
   *
   * @param largest the most bytes that such a file may have
   * @throws DataException if it cannot be read, or is no JSON list
   */
  public static List<JsonPlace> readList(Path file, long largest) {
    return new JsonPlace(file, JsonPointer.empty(), parse(file, largest)).items();
  }

  private static JsonNode parse(Path file, long largest) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new DataException(file + ": there is no such file");
      }
      if (Files.size(file) > largest) {
        throw new DataException("%s: is larger than %d bytes".formatted(file, largest));
      }
      return MAPPER.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read", e);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String place =
          at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
      String cause = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new DataException("%s: %sis no JSON: %s".formatted(file, place, cause), e);
    }
  }

  /**
   * Checks what every format begins with: its name, a version that is known, and no unknown key.
   *
   * @return the version
   */
  public int header(String format, int newest, Collection<String> keys) {
    JsonPlace name = required("format");
    if (!name.text().equals(format)) {
      throw name.bad("is no \"" + format + "\"");
    }
    JsonPlace stated = required("version");
    if (!stated.node.isIntegralNumber()
        || !stated.node.canConvertToInt()
        || stated.node.intValue() < 1) {
      throw stated.bad("has to be a whole number from 1 on");
    }
    int version = stated.node.intValue();
    if (version > newest) {
      throw stated.bad("is %d, and this repfuse knows %d".formatted(version, newest));
    }
    for (String key : node.propertyNames()) {
      if (!List.of("format", "version").contains(key) && !keys.contains(key)) {
        throw at(key).orElseThrow().bad("is no key of version " + newest);
      }
    }
    return version;
  }

  /** Refuses keys that nobody knows: a misspelt one must not pass unread. */
  public void onlyKeys(Collection<String> known) {
    if (!node.isObject()) {
      throw bad("has to be an object");
    }
    for (String key : node.propertyNames()) {
      if (!known.contains(key)) {
        throw at(key).orElseThrow().bad("is no key here; known are " + String.join(", ", known));
      }
    }
  }

  /** What stands under a key, if anything does. */
  public Optional<JsonPlace> at(String key) {
    return node.has(key)
        ? Optional.of(new JsonPlace(file, pointer.appendProperty(key), node.get(key)))
        : Optional.empty();
  }

  /** What stands under a key, which has to be there. */
  public JsonPlace required(String key) {
    return at(key)
        .orElseThrow(
            () -> new JsonPlace(file, pointer.appendProperty(key), node).bad("is missing"));
  }

  /** The elements of a list. */
  public List<JsonPlace> items() {
    if (!node.isArray()) {
      throw bad("has to be a list");
    }
    List<JsonPlace> items = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      items.add(new JsonPlace(file, pointer.appendIndex(i), node.get(i)));
    }
    return items;
  }

  public String text() {
    if (!node.isString()) {
      throw bad("has to be a string");
    }
    return node.stringValue();
  }

  public boolean truth() {
    if (!node.isBoolean()) {
      throw bad("has to be true or false");
    }
    return node.booleanValue();
  }

  /** A finite number. */
  public double number() {
    double number = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!Double.isFinite(number)) {
      throw bad("has to be a number");
    }
    return number;
  }

  /** A number above 0. */
  public double positive() {
    double number = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!(number > 0) || Double.isInfinite(number)) {
      throw bad("has to be a number above 0");
    }
    return number;
  }

  /** A whole number from {@code least} on, below {@code end}. */
  public long whole(long least, long end) {
    boolean fits = node.isIntegralNumber() && node.canConvertToLong();
    if (!fits) {
      throw bad("has to be a whole number");
    }
    long number = node.longValue();
    if (number < least) {
      throw bad("%d is below %d".formatted(number, least));
    }
    if (number >= end) {
      throw bad("%d is not below %d".formatted(number, end));
    }
    return number;
  }

  /** The file that it is in. */
  public Path file() {
    return file;
  }

  /** The place as a JSON pointer. */
  @Override
  public String toString() {
    return "'" + printable() + "'";
  }

  /** The error that something is wrong here. */
  public DataException bad(String cause) {
    return new DataException("%s: '%s' %s".formatted(file, printable(), cause));
  }

  private String printable() {
    return pointer
        .toString()
        .codePoints()
        .limit(LONGEST_POINTER)
        .mapToObj(c -> Character.isISOControl(c) ? "?" : Character.toString(c))
        .collect(Collectors.joining());
  }
}
