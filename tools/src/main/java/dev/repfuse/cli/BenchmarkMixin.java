package dev.repfuse.cli;

import dev.repfuse.runtime.Provider;
import dev.repfuse.runtime.bench.BenchmarkOptions;
import dev.repfuse.runtime.bench.SessionKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options about how models are timed. */
final class BenchmarkMixin {
  private static final int MOST_THREADS = 1024;
  private static final long MOST_SAMPLES = 1 << 20;

  @Option(
      names = "--seconds",
      paramLabel = "<n>",
      description =
          "How long it measures (default 10); with --until how long at most (default 120).")
  private double seconds;

  @Option(
      names = "--until",
      paramLabel = "<percent>",
      description = "Stop as soon as the 95%% interval of each ratio is that narrow, such as 1%%.")
  private String until = "";

  @Option(
      names = "--threads",
      paramLabel = "<n>",
      defaultValue = "1",
      description = "Threads of one run (default ${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(
      names = "--batch",
      paramLabel = "<n>",
      defaultValue = "0",
      description = "Samples in one run, where a model leaves that open (default 1).")
  private long batch;

  @Mixin private InputMixin inputs = new InputMixin();

  @Option(
      names = "--provider",
      paramLabel = "<name>",
      defaultValue = "cpu",
      description = "Execution provider of ONNX Runtime (default ${DEFAULT-VALUE}).")
  private String provider = "cpu";

  @Option(
      names = "--session-option",
      paramLabel = "<key=value>",
      description = "An entry of ONNX Runtime's session configuration; may be repeated.")
  private List<String> config = new ArrayList<>();

  /**
   * The options as the library takes them.
   *
   * @throws UsageException if one of them is out of range, or means nothing
   */
  BenchmarkOptions options() {
    double width = width();
    double time = seconds != 0 ? seconds : width > 0 ? 120 : 10;
    if (!(time > 0 && time <= 86_400)) {
      throw new UsageException("--seconds: %s is not between 0 and 86400".formatted(seconds));
    }
    if (threads < 1 || threads > MOST_THREADS) {
      throw new UsageException(
          "--threads: %d is not between 1 and %d".formatted(threads, MOST_THREADS));
    }
    if (batch < 0 || batch > MOST_SAMPLES) {
      throw new UsageException(
          "--batch: %d is not between 1 and %d".formatted(batch, MOST_SAMPLES));
    }
    Provider chosen =
        Provider.named(provider.toLowerCase(Locale.ROOT))
            .orElseThrow(() ->
                new UsageException(
                    "--provider: there is no '%s'; there are %s"
                        .formatted(
                            provider,
                            Arrays.stream(Provider.values())
                                .map(Provider::words)
                                .collect(Collectors.joining(", ")))));
    return new BenchmarkOptions(
        time, width, threads, batch, inputs.shapes(), inputs.files(), chosen, config());
  }

  private double width() {
    if (until.isEmpty()) {
      return 0;
    }
    boolean number = until.matches("\\d+(\\.\\d+)?%");
    double width = number ? Double.parseDouble(until.replace("%", "")) / 100 : 0;
    if (!(width > 0 && width < 1)) {
      throw new UsageException("--until: '%s' is no percentage such as 1%%".formatted(until));
    }
    return width;
  }

  private Map<String, String> config() {
    Map<String, String> entries = new LinkedHashMap<>();
    for (String entry : config) {
      int equals = entry.indexOf('=');
      String key = equals < 0 ? entry : entry.substring(0, equals);
      if (equals < 0 || !SessionKeys.isKnown(key)) {
        throw new UsageException(
            "--session-option: '%s' is no key=value that ONNX Runtime knows; there are %s"
                .formatted(entry, String.join(", ", SessionKeys.all())));
      }
      entries.put(key, entry.substring(equals + 1));
    }
    return entries;
  }
}
