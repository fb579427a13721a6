package dev.repfuse.runtime.bench;

import dev.repfuse.runtime.Session;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What can be known of the machine, and of what else went on there; what cannot is left out. */
final class Machine {
  private static final Path CPU = Path.of("/sys/devices/system/cpu");

  private final long throttled;
  private final long[] ticks;
  private final String load;

  private Machine(long throttled, long[] ticks, String load) {
    this.throttled = throttled;
    this.ticks = ticks;
    this.load = load;
  }

  /** The state before anything is measured. */
  static Machine before() {
    return new Machine(throttleCount(), ticks(), load());
  }

  /** Everything, once all is measured. */
  Map<String, String> after() {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    line(Path.of("/proc/cpuinfo"), "model name").ifPresent(name -> known.put("processor", name));
    known.put("processors", "" + Runtime.getRuntime().availableProcessors());
    read(CPU.resolve("cpu0/cpufreq/scaling_governor"))
        .ifPresent(governor -> known.put("governor", governor));
    read(CPU.resolve("cpu0/cpufreq/scaling_cur_freq"))
        .or(() -> line(Path.of("/proc/cpuinfo"), "cpu MHz"))
        .ifPresent(frequency -> known.put("frequency", frequency));
    known.put("onnxruntime", Session.runtimeVersion());
    known.put("java", System.getProperty("java.version"));
    if (!load.isEmpty()) {
      known.put("load before", load);
      known.put("load after", load());
    }
    long now = throttleCount();
    if (throttled >= 0 && now >= 0) {
      known.put("throttled", now > throttled ? (now - throttled) + " times" : "no");
    }
    long[] later = ticks();
    if (ticks.length > 7 && later.length > 7) {
      double all = 0;
      for (int i = 0; i < 8; i++) {
        all += later[i] - ticks[i];
      }
      double stolen = all > 0 ? (later[7] - ticks[7]) / all : 0;
      known.put("stolen by other machines", String.format(Locale.ROOT, "%.1f%%", 100 * stolen));
    }
    return known;
  }

  private static String load() {
    return read(Path.of("/proc/loadavg")).map(text -> text.split(" ", -1)[0]).orElse("");
  }

  /** Since the start; -1 if the machine does not count. */
  private static long throttleCount() {
    long sum = 0;
    boolean any = false;
    try (DirectoryStream<Path> cores = Files.newDirectoryStream(CPU, "cpu[0-9]*")) {
      for (Path core : cores) {
        Optional<String> count = read(core.resolve("thermal_throttle/core_throttle_count"));
        any |= count.isPresent();
        sum += count.map(Long::parseLong).orElse(0L);
      }
    } catch (IOException e) {
      return -1;
    }
    return any ? sum : -1;
  }

  /** Time of all processors by what they did, as Linux counts it; stolen time is the eighth. */
  private static long[] ticks() {
    return read(Path.of("/proc/stat"))
        .map(text -> text.lines().findFirst().orElse("").replaceFirst("cpu +", ""))
        .map(line ->
            java.util.Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray())
        .orElse(new long[0]);
  }

  private static Optional<String> line(Path file, String key) {
    return read(file)
        .flatMap(text -> text.lines().filter(line -> line.startsWith(key)).findFirst())
        .map(line -> line.substring(line.indexOf(':') + 1).strip());
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
