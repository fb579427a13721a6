package dev.repfuse;

import dev.repfuse.pass.cost.Target;
import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A machine's figures as a JSON file; docs/target.md describes it. */
public final class TargetFile {
  static final String FORMAT = "repfuse-target";

  /** Grows with every key that a reader must know. */
  static final int VERSION = 1;

  /** The keys of figures, in the order of {@link Target}'s. */
  static final List<String> FIGURES =
      List.of(
          "denseMacsPerNanosecond",
          "narrowMacsPerNanosecond",
          "depthwiseMacsPerNanosecond",
          "bytesPerNanosecond",
          "launchNanoseconds");

  /** Whatever its maker wants to remember; nothing in it is read. */
  static final String ABOUT = "about";

  private static final long LARGEST_FILE = 1 << 20;
  private static final int LONGEST_NAME = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Path file;
  private final JsonNode root;

  private TargetFile(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @throws DataException if it cannot be read, or is no target that this version knows; the
   *     message names the file, the place in it as a JSON pointer, and the cause
   */
  public static Target read(Path file) {
    return new TargetFile(file, parse(file)).target();
  }

  /**
   * Writes a target so that {@link #read} gives it back.
   *
   * @param about how it was measured, for people
   */
  public static void write(Target target, Map<String, String> about, Path file) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("format", FORMAT);
    document.put("version", VERSION);
    document.put("name", target.name());
    double[] figures = {
      target.denseMacs(),
      target.narrowMacs(),
      target.depthwiseMacs(),
      target.bytesPerNanosecond(),
      target.launchNanoseconds()
    };
    for (int i = 0; i < figures.length; i++) {
      document.put(FIGURES.get(i), figures[i]);
    }
    if (!about.isEmpty()) {
      document.put(ABOUT, new TreeMap<>(about));
    }
    try {
      Files.writeString(file, MAPPER.writeValueAsString(document) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new DataException(file + ": there is no such file");
      }
      if (Files.size(file) > LARGEST_FILE) {
        throw new DataException(file + ": is too large for a target");
      }
      return MAPPER.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read", e);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String place =
          at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
      throw new DataException(
          "%s: %sis no JSON: %s".formatted(file, place, firstLine(e.getOriginalMessage())), e);
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private Target target() {
    if (!root.isObject()) {
      throw bad("", "has to be an object");
    }
    if (!text("format").equals(FORMAT)) {
      throw bad("format", "is no \"" + FORMAT + "\"");
    }
    JsonNode version = required("version");
    if (!version.isIntegralNumber() || !version.canConvertToInt() || version.intValue() < 1) {
      throw bad("version", "has to be a whole number from 1 on");
    }
    if (version.intValue() > VERSION) {
      throw bad(
          "version", "is %d, and this repfuse knows %d".formatted(version.intValue(), VERSION));
    }
    for (String key : root.propertyNames()) {
      if (!List.of("format", "version", "name", ABOUT).contains(key) && !FIGURES.contains(key)) {
        throw bad(key, "is no key of version " + VERSION);
      }
    }
    return new Target(name(), figure(0), figure(1), figure(2), figure(3), figure(4));
  }

  private String name() {
    String name = text("name");
    boolean printable = name.chars().noneMatch(Character::isISOControl);
    if (name.isBlank() || name.length() > LONGEST_NAME || !printable) {
      throw bad("name", "has to be one line of 1 to %d characters".formatted(LONGEST_NAME));
    }
    if (Target.named(name).isPresent()) {
      throw bad("name", "is a machine that repfuse has figures of its own for");
    }
    return name;
  }

  private double figure(int index) {
    String key = FIGURES.get(index);
    JsonNode value = required(key);
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (!(number > 0) || Double.isInfinite(number)) {
      throw bad(key, "has to be a number above 0");
    }
    return number;
  }

  private String text(String key) {
    JsonNode value = required(key);
    if (!value.isString()) {
      throw bad(key, "has to be a string");
    }
    return value.stringValue();
  }

  private JsonNode required(String key) {
    if (!root.has(key)) {
      throw bad(key, "is missing");
    }
    return root.get(key);
  }

  /** The error at a key of the outermost object, or at the object itself. */
  private DataException bad(String key, String cause) {
    String pointer = key.isEmpty() ? "" : JsonPointer.empty().appendProperty(key).toString();
    return new DataException("%s: '%s' %s".formatted(file, printable(pointer), cause));
  }

  private static String printable(String pointer) {
    return pointer
        .codePoints()
        .limit(LONGEST_NAME)
        .mapToObj(TargetFile::printable)
        .collect(Collectors.joining());
  }

  private static String printable(int codePoint) {
    return Character.isISOControl(codePoint) ? "?" : Character.toString(codePoint);
  }
}
