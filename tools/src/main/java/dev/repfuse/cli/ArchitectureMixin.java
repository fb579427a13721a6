package dev.repfuse.cli;

import dev.repfuse.format.JsonPlace;
import dev.repfuse.pass.choice.SearchSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options about which architectures of a supernet are wanted. */
final class ArchitectureMixin {
  private static final Pattern NUMBERS = Pattern.compile("-?\\d+(,-?\\d+)*");
  private static final long LARGEST_FILE = 1 << 20;
  private static final int MOST = 10_000;

  @Option(
      names = "--arch",
      paramLabel = "<choices>",
      description =
          "One number for each choice, counted from 0, separated by commas; or a JSON file with a"
              + " list of them.")
  private Optional<String> arch = Optional.empty();

  @Option(
      names = "--random",
      paramLabel = "<n>",
      description =
          "Instead, that many distinct architectures, drawn by --seed, into the folder that -o"
              + " names.")
  private Optional<Integer> random = Optional.empty();

  /** Whether several are drawn. */
  boolean isRandom() {
    return random.isPresent();
  }

  /**
   * The architectures that are wanted, which belong to the space.
   *
   * @throws UsageException if the options do not say which
   */
  List<List<Integer>> architectures(SearchSpace space, long seed) {
    if (arch.isPresent() == random.isPresent()) {
      throw new UsageException("give either --arch or --random");
    }
    if (random.isPresent()) {
      int count = random.get();
      if (count < 1 || count > MOST) {
        throw new UsageException("--random: %d is not between 1 and %d".formatted(count, MOST));
      }
      return space.random(count, seed);
    }
    List<Integer> choices = choices(arch.get());
    space.check(choices);
    return List.of(choices);
  }

  /** The numbers that --arch gives, or those in the file that it names. */
  static List<Integer> choices(String words) {
    List<Integer> choices = new ArrayList<>();
    if (NUMBERS.matcher(words).matches()) {
      for (String word : words.split(",", -1)) {
        try {
          choices.add(Integer.parseInt(word));
        } catch (NumberFormatException e) {
          throw new UsageException("--arch: %s is too large".formatted(word));
        }
      }
      return choices;
    }
    for (JsonPlace item : JsonPlace.readList(Path.of(words), LARGEST_FILE)) {
      choices.add((int) item.whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    return choices;
  }
}
