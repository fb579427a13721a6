package dev.repfuse.arch;

import dev.repfuse.format.JsonPlace;
import dev.repfuse.latency.LatencyFile;
import dev.repfuse.pass.prune.Criterion;
import dev.repfuse.pass.prune.Measure;
import dev.repfuse.pass.prune.Ranking;
import dev.repfuse.pass.prune.Rounding;
import dev.repfuse.runtime.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads an architecture from a JSON file; docs/arch.md describes it. */
final class ArchFile {
  static final String FORMAT = "repfuse-arch";
  static final int VERSION = 1;

  private static final long LARGEST_FILE = 64 << 20;
  private static final int MOST_CHANNELS = 1 << 22;
  static final List<String> KEYS =
      List.of(
          "model",
          "blocks",
          "outputs",
          "criterion",
          "seed",
          "ratio",
          "layers",
          "budget",
          "round",
          "metapruning",
          "about");
  static final List<String> AMOUNTS =
      List.of("keep", "ratio", "keepChannels", "dropChannels", "mask", "stay");

  private ArchFile() {}

  /**
   * Reads a file.
   *
   * @throws DataException in one line: the file, the place, the cause
   */
  static Arch read(Path file) {
    JsonPlace root = JsonPlace.read(file, LARGEST_FILE);
    root.header(FORMAT, VERSION, KEYS);
    Ranking ranking = ranking(root, Ranking.STANDARD);
    List<Arch.Limit> limits = root.at("budget").map(ArchFile::limits).orElse(List.of());
    Optional<JsonPlace> ratio = root.at("ratio");
    if (ratio.isPresent() && root.at("budget").isPresent()) {
      throw ratio.get().bad("contradicts '/budget', which decides how much goes");
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonPlace place : root.at("layers").map(JsonPlace::items).orElse(List.of())) {
      entries.add(entry(place, ranking));
    }
    return new Arch(
        root,
        root.at("model").map(ArchFile::sha256),
        root.at("blocks").map(ArchFile::blocks).orElse(List.of()),
        root.at("outputs").map(ArchFile::names).orElse(Set.of()),
        ratio.map(ArchFile::share).orElse(0.0),
        ranking,
        root.at("round").map(ArchFile::rounding).orElse(Rounding.NONE),
        List.copyOf(entries),
        root.at("metapruning").map(place -> new Arch.Vector(place, MetaPruning.read(place))),
        limits,
        root.at("budget").flatMap(budget -> budget.at("latency")).map(place -> time(file, place)));
  }

  /** The table's name is relative to the file that names it. */
  private static Arch.TimeLimit time(Path file, JsonPlace place) {
    place.onlyKeys(List.of("milliseconds", "table"));
    Path table = file.resolveSibling(place.required("table").text());
    return new Arch.TimeLimit(
        place, place.required("milliseconds").positive(), LatencyFile.read(table));
  }

  private static List<Arch.Block> blocks(JsonPlace place) {
    place.onlyKeys(List.of("drop"));
    return place.required("drop").items().stream()
        .map(item -> new Arch.Block(item, item.text()))
        .toList();
  }

  private static Set<String> names(JsonPlace place) {
    return place.items().stream().map(JsonPlace::text).collect(Collectors.toUnmodifiableSet());
  }

  private static String sha256(JsonPlace model) {
    model.onlyKeys(List.of("sha256"));
    JsonPlace hash = model.required("sha256");
    if (!hash.text().matches("[0-9a-f]{64}")) {
      throw hash.bad("has to be 64 hexadecimal digits in lower case");
    }
    return hash.text();
  }

  private static Ranking ranking(JsonPlace at, Ranking otherwise) {
    Criterion criterion = at.at("criterion").map(ArchFile::criterion).orElse(otherwise.criterion());
    long seed = at.at("seed").map(s -> s.whole(0, Long.MAX_VALUE)).orElse(otherwise.seed());
    return new Ranking(criterion, seed);
  }

  private static Criterion criterion(JsonPlace place) {
    String name = place.text();
    return Arrays.stream(Criterion.values())
        .filter(known -> known.words().equals(name))
        .findFirst()
        .orElseThrow(() ->
            place.bad(
                "is no criterion; there are "
                    + Arrays.stream(Criterion.values())
                        .map(Criterion::words)
                        .collect(Collectors.joining(", "))));
  }

  private static double share(JsonPlace place) {
    double share = place.number();
    if (!(share >= 0 && share < 1)) {
      throw place.bad("has to be from 0 to below 1");
    }
    return share;
  }

  private static Rounding rounding(JsonPlace place) {
    place.onlyKeys(List.of("multiple", "up"));
    return new Rounding(
        (int) place.required("multiple").whole(1, MOST_CHANNELS),
        place.at("up").map(JsonPlace::truth).orElse(false));
  }

  private static List<Arch.Limit> limits(JsonPlace budget) {
    List<String> measures = Arrays.stream(Measure.values()).map(Measure::words).toList();
    List<String> known = new ArrayList<>(measures);
    known.add("latency");
    budget.onlyKeys(known);
    List<Arch.Limit> limits = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      budget
          .at(measure.words())
          .ifPresent(place -> limits.add(new Arch.Limit(place, measure, place.positive())));
    }
    if (limits.isEmpty() && budget.at("latency").isEmpty()) {
      throw budget.bad("needs one of " + String.join(", ", known));
    }
    return limits;
  }

  private static Entry entry(JsonPlace place, Ranking ranking) {
    List<String> keys = new ArrayList<>(AMOUNTS);
    keys.addAll(List.of("name", "criterion", "seed", "scores"));
    place.onlyKeys(keys);
    List<String> said = AMOUNTS.stream().filter(key -> place.at(key).isPresent()).toList();
    if (said.size() != 1) {
      throw place.bad(
          said.isEmpty()
              ? "needs one of " + String.join(", ", AMOUNTS)
              : "says both %s and %s".formatted(said.get(0), said.get(1)));
    }
    Optional<double[]> scores = place.at("scores").map(ArchFile::scores);
    return new Entry(
        place,
        place.required("name").text(),
        amount(said.getFirst(), place.required(said.getFirst())),
        ranking(place, ranking),
        scores);
  }

  private static double[] scores(JsonPlace place) {
    return place.items().stream().mapToDouble(JsonPlace::number).toArray();
  }

  private static Amount amount(String key, JsonPlace place) {
    return switch (key) {
      case "keep" -> new Amount.Keep((int) place.whole(1, MOST_CHANNELS));
      case "ratio" -> new Amount.Share(share(place));
      case "keepChannels" -> new Amount.Positions(positions(place), false, Amount.Positions.ANY);
      case "dropChannels" -> new Amount.Positions(positions(place), true, Amount.Positions.ANY);
      case "mask" -> mask(place);
      case "stay" -> {
        if (!place.truth()) {
          throw place.bad("has to be true, or left out");
        }
        yield new Amount.Stay();
      }
      default -> throw new IllegalStateException(key);
    };
  }

  private static BitSet positions(JsonPlace place) {
    BitSet positions = new BitSet();
    for (JsonPlace item : place.items()) {
      int position = (int) item.whole(0, MOST_CHANNELS);
      if (positions.get(position)) {
        throw item.bad("lists %d twice".formatted(position));
      }
      positions.set(position);
    }
    return positions;
  }

  private static Amount mask(JsonPlace place) {
    BitSet kept = new BitSet();
    List<JsonPlace> items = place.items();
    for (int i = 0; i < items.size(); i++) {
      kept.set(i, items.get(i).whole(0, 2) == 1);
    }
    return new Amount.Positions(kept, false, items.size());
  }
}
