package dev.repfuse.cli;

import dev.repfuse.Digest;
import dev.repfuse.Repfuse;
import dev.repfuse.arch.ArchSelector;
import dev.repfuse.arch.Masks;
import dev.repfuse.arch.TorchHistory;
import dev.repfuse.latency.LatencyFile;
import dev.repfuse.latency.LatencyTable;
import dev.repfuse.latency.Prediction;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.pass.prune.ConstantChannels;
import dev.repfuse.pass.prune.Criterion;
import dev.repfuse.pass.prune.Measure;
import dev.repfuse.pass.prune.Ranking;
import dev.repfuse.pass.prune.Ratio;
import dev.repfuse.pass.prune.Rounding;
import dev.repfuse.pass.prune.Selector;
import dev.repfuse.pass.prune.WithinBudget;
import dev.repfuse.pass.prune.WithinTime;
import dev.repfuse.pass.prune.WithoutZeroBlocks;
import dev.repfuse.pass.prune.ZeroChannels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options about which channels go. */
final class SelectMixin {
  private static final Pattern AMOUNT = Pattern.compile("(\\d+(?:\\.\\d+)?)([kKMG]?)");
  private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)(s|ms|us|µs|%)");
  private static final int LARGEST_MULTIPLE = 1 << 16;

  @Option(
      names = "--arch",
      paramLabel = "<file>",
      description = "A JSON file that says which channels go: docs/arch.md.")
  private Optional<Path> arch = Optional.empty();

  @Option(
      names = "--masks",
      paramLabel = "<file>",
      description = "A .npz file of masks by name of a weight; channels of zeros go.")
  private Optional<Path> masks = Optional.empty();

  @Option(
      names = "--torch-history",
      paramLabel = "<file>",
      description = "What Torch-Pruning's pruning_history() gives, as JSON.")
  private Optional<Path> history = Optional.empty();

  @Option(
      names = "--ratio",
      paramLabel = "<share>",
      description = "Share of the channels of each group that go, from 0 to below 1.")
  private Optional<Double> ratio = Optional.empty();

  @Option(
      names = "--macs",
      paramLabel = "<n>",
      description = "Let channels go until one sample takes at most so many, such as 300M.")
  private Optional<String> macs = Optional.empty();

  @Option(names = "--params", paramLabel = "<n>", description = "The same for parameters.")
  private Optional<String> params = Optional.empty();

  @Option(names = "--bytes", paramLabel = "<n>", description = "The same for bytes of weights.")
  private Optional<String> bytes = Optional.empty();

  @Option(
      names = "--latency",
      paramLabel = "<time>",
      description =
          "The same for the time of one run, such as 12ms or 80%% of what it is now, by the table"
              + " of --table.")
  private Optional<String> latency = Optional.empty();

  @Option(
      names = "--table",
      paramLabel = "<file>",
      description = "What repfuse measure wrote of the machine.")
  private Optional<Path> table = Optional.empty();

  @Option(
      names = "--zeros",
      description =
          "Let only those channels go that count nowhere, since weights are zero; the result"
              + " computes what the original does.")
  private boolean zeros;

  @Option(
      names = "--drop-constants",
      description =
          "Let only those channels go that are constant, whatever the network reads, such as those"
              + " of a Relu that never opens; the result computes what the original does.")
  private boolean constants;

  @Option(
      names = "--drop-blocks",
      description =
          "Let residual blocks go whose branch is zero, before anything else; the rest computes what"
              + " the original does.")
  private boolean blocks;

  @Option(
      names = "--criterion",
      paramLabel = "<name>",
      defaultValue = "L1",
      description = "What ranks channels: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Criterion criterion = Criterion.L1;

  @Option(
      names = "--round",
      paramLabel = "<n>",
      defaultValue = "1",
      description =
          "Widths that are multiples of it, such as 8, rounded down; auto takes what suits the"
              + " machine of --for.")
  private String multiple = "1";

  @Option(names = "--round-up", description = "Round widths up instead.")
  private boolean up;

  @Mixin private MachineMixin machine = new MachineMixin();

  /**
   * What chooses the channels of a model.
   *
   * @param seed of a random order
   * @throws UsageException unless exactly one way is asked for
   */
  Selector selector(Path model, long seed) {
    Map<String, Supplier<Selector>> asked = new LinkedHashMap<>();
    Ranking ranking = new Ranking(criterion, seed);
    arch.ifPresent(file -> asked.put("--arch", () -> fromFile(file, model)));
    masks.ifPresent(file -> asked.put("--masks", () -> Masks.read(file)));
    history.ifPresent(file -> asked.put("--torch-history", () -> TorchHistory.read(file)));
    ratio.ifPresent(
        share -> asked.put("--ratio", () -> new Ratio(share(share), ranking, rounding())));
    if (zeros) {
      asked.put("--zeros", ZeroChannels::new);
    }
    if (constants) {
      asked.put("--drop-constants", ConstantChannels::new);
    }
    limit(asked, ranking, Measure.MACS, macs);
    limit(asked, ranking, Measure.PARAMETERS, params);
    limit(asked, ranking, Measure.BYTES, bytes);
    latency.ifPresent(most -> asked.put("--latency", () -> withinTime(most, model, ranking)));
    if (asked.size() > 1) {
      throw new UsageException(String.join(" and ", asked.keySet()) + " exclude each other");
    }
    Optional<Selector> channels = asked.values().stream().findFirst().map(Supplier::get);
    if (blocks) {
      return channels.map(WithoutZeroBlocks::new).orElseGet(WithoutZeroBlocks::new);
    }
    return channels.orElseThrow(() ->
        new UsageException(
            "nothing says which channels go: --ratio, --macs, --params, --bytes, --latency, --zeros,"
                + " --drop-constants, --drop-blocks, --arch, --masks, --torch-history, or --list to"
                + " see them"));
  }

  private static Selector fromFile(Path file, Path model) {
    ArchSelector selector = ArchSelector.read(file);
    selector.requireFor(Digest.sha256(model));
    return selector;
  }

  private void limit(
      Map<String, Supplier<Selector>> asked,
      Ranking ranking,
      Measure measure,
      Optional<String> text) {
    String option = "--" + measure.words();
    text.ifPresent(most ->
        asked.put(
            option, () -> new WithinBudget(measure, amount(option, most), ranking, rounding())));
  }

  private Selector withinTime(String most, Path model, Ranking ranking) {
    LatencyTable measured =
        LatencyFile.read(
            table.orElseThrow(
                () -> new UsageException("--latency needs --table, which repfuse measure makes")));
    return new WithinTime(
        measured.times(), nanoseconds(most, model, measured), ranking, rounding());
  }

  private static double nanoseconds(String text, Path model, LatencyTable measured) {
    Matcher matcher = TIME.matcher(text);
    double number = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
    if (!(number > 0)) {
      throw new UsageException(
          "--latency: '%s' is no time such as 12ms and no share such as 80%%".formatted(text));
    }
    return number
        * switch (matcher.group(2)) {
          case "%" -> Prediction.of(Repfuse.read(model), measured).layers() / 100;
          case "s" -> 1e9;
          case "us", "µs" -> 1e3;
          default -> 1e6;
        };
  }

  private static double share(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new UsageException("--ratio: %s is not from 0 to below 1".formatted(share));
    }
    return share;
  }

  /** A number with k, M or G behind it: thousands, millions, billions. */
  private static double amount(String option, String text) {
    Matcher matcher = AMOUNT.matcher(text);
    double number = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
    if (!(number > 0)) {
      throw new UsageException("%s: '%s' is no number such as 300M".formatted(option, text));
    }
    return number
        * switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
          case "K" -> 1e3;
          case "M" -> 1e6;
          case "G" -> 1e9;
          default -> 1;
        };
  }

  /** The machine for which widths are rounded and time is estimated. */
  Target machine() {
    return machine.target();
  }

  private Rounding rounding() {
    if (multiple.equals("auto")) {
      return new Rounding(machine.target().channelMultiple(), up);
    }
    int number = multiple.matches("\\d{1,6}") ? Integer.parseInt(multiple) : 0;
    if (number < 1 || number > LARGEST_MULTIPLE) {
      throw new UsageException(
          "--round: '%s' is neither auto nor between 1 and %d"
              .formatted(multiple, LARGEST_MULTIPLE));
    }
    return new Rounding(number, up);
  }
}
