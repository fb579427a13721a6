package dev.repfuse;

import dev.repfuse.format.JsonPlace;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /** Widths that leave no lane idle; may be left out. */
  static final String MULTIPLE = "channelMultiple";

  /** Whatever its maker wants to remember; nothing in it is read. */
  static final String ABOUT = "about";

  private static final long LARGEST_FILE = 1 << 20;
  private static final int LONGEST_NAME = 64;
  private static final int LARGEST_MULTIPLE = 1 << 16;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private TargetFile() {}

  /**
   * Reads a file.
   *
   * @throws DataException if it cannot be read, or is no target that this version knows; the
   *     message names the file, the place in it as a JSON pointer, and the cause
   */
  public static Target read(Path file) {
    return read(JsonPlace.read(file, LARGEST_FILE));
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
    document.put(MULTIPLE, target.channelMultiple());
    if (!about.isEmpty()) {
      document.put(ABOUT, new TreeMap<>(about));
    }
    try {
      Files.writeString(file, MAPPER.writeValueAsString(document) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same of a file that is open already. */
  public static Target read(JsonPlace root) {
    List<String> keys = new ArrayList<>(FIGURES);
    keys.addAll(List.of("name", MULTIPLE, ABOUT));
    root.header(FORMAT, VERSION, keys);
    double[] figures = FIGURES.stream().mapToDouble(key -> root.required(key).positive()).toArray();
    return new Target(
        name(root.required("name")),
        figures[0],
        figures[1],
        figures[2],
        figures[3],
        figures[4],
        root.at(MULTIPLE)
            .map(place -> (int) place.whole(1, LARGEST_MULTIPLE))
            .orElse(Target.GENERIC.channelMultiple()));
  }

  private static String name(JsonPlace place) {
    String name = place.text();
    boolean printable = name.chars().noneMatch(Character::isISOControl);
    if (name.isBlank() || name.length() > LONGEST_NAME || !printable) {
      throw place.bad("has to be one line of 1 to %d characters".formatted(LONGEST_NAME));
    }
    if (Target.named(name).isPresent()) {
      throw place.bad("is a machine that repfuse has figures of its own for");
    }
    return name;
  }
}
