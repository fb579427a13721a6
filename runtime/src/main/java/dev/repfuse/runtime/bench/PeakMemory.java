package dev.repfuse.runtime.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What this process's memory grows by; Linux alone tells. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path RESET = Path.of("/proc/self/clear_refs");

  private final OptionalLong before;

  private PeakMemory(OptionalLong before) {
    this.before = before;
  }

  /** Forgets peaks so far. */
  static PeakMemory reset() {
    try {
      Files.writeString(RESET, "5");
      return new PeakMemory(kibibytes("VmRSS:"));
    } catch (IOException e) {
      return new PeakMemory(OptionalLong.empty());
    }
  }

  /** Bytes above what it was. */
  OptionalLong grown() {
    OptionalLong peak = kibibytes("VmHWM:");
    return before.isPresent() && peak.isPresent()
        ? OptionalLong.of(Math.max(0, peak.getAsLong() - before.getAsLong()) * 1024)
        : OptionalLong.empty();
  }

  private static OptionalLong kibibytes(String key) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
