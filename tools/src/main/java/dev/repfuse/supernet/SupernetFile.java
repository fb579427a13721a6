package dev.repfuse.supernet;

import dev.repfuse.format.JsonPlace;
import dev.repfuse.pass.choice.ChoiceException;
import dev.repfuse.pass.choice.ChoicePoint;
import dev.repfuse.pass.choice.ChoicePoint.Meeting;
import dev.repfuse.pass.choice.Decider;
import dev.repfuse.pass.choice.SearchSpace;
import dev.repfuse.runtime.DataException;
import dev.repfuse.search.angle.History;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The choice points of a supernet as a JSON file; docs/supernet.md describes it. */
public final class SupernetFile {
  static final String FORMAT = "repfuse-supernet";

  /** Grows with every key that a reader must know; 2 came with {@link #ALLOWED} and SHRUNK. */
  static final int VERSION = 2;

  /** The version of files of whole spaces, which older readers know too. */
  private static final int WHOLE = 1;

  static final String POINTS = "points";

  /** Whatever its maker wants to remember; nothing in it is read. */
  static final String ABOUT = "about";

  /** The choices that are left where some were dropped; from version 2 on. */
  static final String ALLOWED = "allowed";

  /** The steps by which it was shrunk; from version 2 on. */
  static final String SHRUNK = "shrunk";

  private static final String KIND = "kind";
  private static final String INPUT = "input";
  private static final String AT = "at";
  private static final String BRANCHES = "branches";
  private static final String OUTPUT = "output";
  private static final String CHOICES = "choices";
  private static final String VALUES = "values";

  /** The kind of {@link ChoicePoint.Generated}; those of branches have their meeting's name. */
  private static final String WEIGHTS = "weights";

  /** The keys of a point at which branches meet. */
  static final List<String> BRANCHING = List.of(KIND, INPUT, AT, BRANCHES, OUTPUT);

  /** The keys of a point with weights. */
  static final List<String> GENERATED = List.of(KIND, INPUT, AT, CHOICES, VALUES);

  /** The keys of what is left of a decider. */
  static final List<String> LEFT = List.of(INPUT, AT, CHOICES);

  private static final long LARGEST_FILE = 64 << 20;
  private static final int MOST_CHOICES = 1 << 16;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private SupernetFile() {}

  /** A space, and the steps by which it was shrunk, if it was. */
  public record Document(SearchSpace space, Optional<History> history) {}

  /**
   * The space that a file describes.
   *
   * @throws DataException as {@link #readWithHistory}
   */
  public static SearchSpace read(Path file) {
    return readWithHistory(file).space();
  }

  /**
   * Reads a file.
   *
   * @throws DataException if it cannot be read, or describes no search space; the message names the
   *     file, the place in it as a JSON pointer, and the cause
   */
  public static Document readWithHistory(Path file) {
    JsonPlace root = JsonPlace.read(file, LARGEST_FILE);
    int version = root.header(FORMAT, VERSION, List.of(POINTS, ALLOWED, SHRUNK, ABOUT));
    List<ChoicePoint> points = new ArrayList<>();
    Map<Decider, Integer> choices = new LinkedHashMap<>();
    for (JsonPlace place : root.required(POINTS).items()) {
      ChoicePoint point = point(place);
      int known = choices.getOrDefault(point.decider(), point.choices());
      if (known != point.choices()) {
        throw place.bad(
            "has %d choices, and another point that %s decides has %d"
                .formatted(point.choices(), point.decider(), known));
      }
      choices.put(point.decider(), known);
      points.add(point);
    }
    if (points.isEmpty()) {
      throw root.required(POINTS).bad("is empty");
    }
    Optional<JsonPlace> allowed = root.at(ALLOWED);
    Optional<JsonPlace> shrunk = root.at(SHRUNK);
    allowed
        .or(() -> shrunk)
        .filter(key -> version == WHOLE)
        .ifPresent(key -> {
          throw key.bad("is no key of version " + WHOLE);
        });
    SearchSpace space = new SearchSpace(points);
    return new Document(
        allowed.isPresent() ? space.keeping(left(space, allowed.get())) : space,
        shrunk.map(HistoryJson::read));
  }

  private static List<List<Integer>> left(SearchSpace space, JsonPlace allowed) {
    List<Decider> deciders = List.copyOf(space.deciders().keySet());
    List<List<Integer>> left = new ArrayList<>(space.choices());
    Set<Decider> seen = new HashSet<>();
    for (JsonPlace place : allowed.items()) {
      place.onlyKeys(LEFT);
      Decider decider = decider(place);
      int index = deciders.indexOf(decider);
      if (index < 0 || !seen.add(decider)) {
        throw place.bad("%s is decided by no point, or stands here twice".formatted(decider));
      }
      JsonPlace list = place.required(CHOICES);
      left.set(
          index, list.items().stream().map(item -> (int) item.whole(0, MOST_CHOICES)).toList());
      try {
        space.keeping(left);
      } catch (ChoiceException e) {
        throw list.bad(String.valueOf(e.getMessage()));
      }
    }
    return left;
  }

  private static Decider decider(JsonPlace place) {
    return new Decider(
        place.required(INPUT).text(),
        place.required(AT).items().stream()
            .map(index -> (int) index.whole(0, Integer.MAX_VALUE))
            .toList());
  }

  private static ChoicePoint point(JsonPlace place) {
    JsonPlace kind = place.required(KIND);
    Optional<Meeting> meeting = meeting(kind.text());
    if (meeting.isEmpty() && !kind.text().equals(WEIGHTS)) {
      throw kind.bad("is none of sum, gather, if and weights");
    }
    Decider decider = decider(place);
    if (meeting.isPresent()) {
      place.onlyKeys(BRANCHING);
      return new ChoicePoint.Branching(
          meeting.get(), decider, names(place.required(BRANCHES)), place.required(OUTPUT).text());
    }
    place.onlyKeys(GENERATED);
    return new ChoicePoint.Generated(
        decider,
        (int) place.required(CHOICES).whole(1, MOST_CHOICES),
        names(place.required(VALUES)));
  }

  private static Optional<Meeting> meeting(String kind) {
    for (Meeting meeting : Meeting.values()) {
      if (word(meeting).equals(kind)) {
        return Optional.of(meeting);
      }
    }
    return Optional.empty();
  }

  private static String word(Meeting meeting) {
    return meeting.name().toLowerCase(Locale.ROOT);
  }

  private static List<String> names(JsonPlace place) {
    List<String> names = place.items().stream().map(JsonPlace::text).toList();
    if (names.isEmpty()) {
      throw place.bad("is empty");
    }
    return names;
  }

  /** The kind of a point, as files name it. */
  public static String kind(ChoicePoint point) {
    return switch (point) {
      case ChoicePoint.Branching branching -> word(branching.meeting());
      case ChoicePoint.Generated generated -> WEIGHTS;
    };
  }

  /**
   * The text of a file that {@link #read} gives back.
   *
   * @param about how it was made, for people
   */
  public static String write(SearchSpace space, Map<String, String> about) {
    return write(new Document(space, Optional.empty()), about);
  }

  /** The same with the steps by which it was shrunk. */
  public static String write(Document written, Map<String, String> about) {
    SearchSpace space = written.space();
    boolean whole = space.allowed().isEmpty() && written.history().isEmpty();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("format", FORMAT);
    document.put("version", whole ? WHOLE : VERSION);
    if (!about.isEmpty()) {
      document.put(ABOUT, new TreeMap<>(about));
    }
    document.put(POINTS, space.points().stream().map(SupernetFile::object).toList());
    if (!space.allowed().isEmpty()) {
      List<Map<String, Object>> allowed = new ArrayList<>();
      space.allowed().forEach((decider, left) -> allowed.add(object(decider, left)));
      document.put(ALLOWED, allowed);
    }
    written.history().ifPresent(history -> document.put(SHRUNK, HistoryJson.write(history)));
    return MAPPER.writeValueAsString(document) + "\n";
  }

  /** How every file begins that this wrote. */
  public static String beginning() {
    String whole = write(new SearchSpace(List.of()), Map.of());
    return whole.substring(0, whole.indexOf(FORMAT) + FORMAT.length());
  }

  private static Map<String, Object> object(Decider decider, List<Integer> left) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(INPUT, decider.input());
    object.put(AT, decider.at());
    object.put(CHOICES, left);
    return object;
  }

  private static Map<String, Object> object(ChoicePoint point) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(KIND, kind(point));
    object.put(INPUT, point.decider().input());
    object.put(AT, point.decider().at());
    switch (point) {
      case ChoicePoint.Branching branching -> {
        object.put(BRANCHES, branching.branches());
        object.put(OUTPUT, branching.output());
      }
      case ChoicePoint.Generated generated -> {
        object.put(CHOICES, generated.choices());
        object.put(VALUES, generated.values());
      }
    }
    return object;
  }
}
