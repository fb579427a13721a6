package dev.repfuse.cli;

import dev.repfuse.search.Bound;
import dev.repfuse.search.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options that say what candidates of a search may cost. */
final class LimitMixin {
  private static final Pattern AMOUNT =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(k|M|G|KiB|MiB|GiB|us|µs|ms|s)?");

  private static final Map<String, Double> FACTORS =
      Map.of(
          "",
          1.0,
          "k",
          1e3,
          "M",
          1e6,
          "G",
          1e9,
          "KiB",
          1024.0,
          "MiB",
          1048576.0,
          "GiB",
          1073741824.0);

  private static final Map<String, Double> TIMES =
      Map.of("us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9);

  @Option(
      names = "--macs",
      paramLabel = "<range>",
      description = "Multiply-accumulates of one sample: 330M at most, or 290M..330M, or 290M...")
  private Optional<String> macs = Optional.empty();

  @Option(names = "--params", paramLabel = "<range>", description = "Parameters, in the same way.")
  private Optional<String> parameters = Optional.empty();

  @Option(
      names = "--bytes",
      paramLabel = "<range>",
      description = "Size of the folded network as a file, such as 4MiB.")
  private Optional<String> bytes = Optional.empty();

  @Option(
      names = "--latency",
      paramLabel = "<range>",
      description = "Time of the folded network's layers by --table, such as 12ms.")
  private Optional<String> latency = Optional.empty();

  /** What was asked for. */
  List<Bound> bounds() {
    List<Bound> bounds = new ArrayList<>();
    macs.ifPresent(range -> bounds.add(bound(Metric.MACS, range)));
    parameters.ifPresent(range -> bounds.add(bound(Metric.PARAMETERS, range)));
    bytes.ifPresent(range -> bounds.add(bound(Metric.BYTES, range)));
    latency.ifPresent(range -> bounds.add(bound(Metric.LATENCY, range)));
    return bounds;
  }

  static Bound bound(Metric metric, String range) {
    int dots = range.indexOf("..");
    String low = dots < 0 ? "" : range.substring(0, dots);
    String high = dots < 0 ? range : range.substring(dots + 2);
    try {
      return new Bound(
          metric,
          low.isBlank() ? 0 : amount(metric, low),
          high.isBlank() ? Double.POSITIVE_INFINITY : amount(metric, high));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--%s: %s".formatted(metric.key(), e.getMessage()));
    }
  }

  private static double amount(Metric metric, String text) {
    Matcher matcher = AMOUNT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'%s' is no amount, such as 330M".formatted(text));
    }
    String unit = Optional.ofNullable(matcher.group(2)).orElse("");
    Map<String, Double> units = metric == Metric.LATENCY ? TIMES : FACTORS;
    Double factor = units.get(unit);
    if (factor == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' has not one of the units %s",
              text,
              String.join(
                  ", ", units.keySet().stream().filter(u -> !u.isEmpty()).sorted().toList())));
    }
    return Double.parseDouble(matcher.group(1)) * factor;
  }
}
