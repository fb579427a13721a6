package dev.repfuse.report;

import java.util.Locale;
import java.util.OptionalLong;

/** Numbers as people read them. */
public final class Figures {
  private Figures() {}

  /** {@code 4,073,604}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** The same, or {@code unknown}. */
  public static String count(OptionalLong value) {
    return value.isPresent() ? count(value.getAsLong()) : "unknown";
  }

  /** {@code 15.78 MiB}. */
  public static String bytes(long value) {
    if (value < 1024) {
      return value + " B";
    }
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    double scaled = value / 1024.0;
    int unit = 0;
    while (scaled >= 1024 && unit < units.length - 1) {
      scaled /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.2f %s", scaled, units[unit]);
  }

  /** {@code 1.234 ms}. */
  public static String time(double nanoseconds) {
    if (nanoseconds < 1e6) {
      return String.format(Locale.ROOT, "%.1f µs", nanoseconds / 1e3);
    }
    return nanoseconds < 1e9
        ? String.format(Locale.ROOT, "%.3f ms", nanoseconds / 1e6)
        : String.format(Locale.ROOT, "%.3f s", nanoseconds / 1e9);
  }

  /** The change from {@code before} to {@code after}, such as {@code −3.5%}. */
  public static String change(long before, long after) {
    if (before == after) {
      return "";
    }
    if (before == 0) {
      return "new";
    }
    double percent = 100.0 * (after - before) / before;
    return String.format(Locale.ROOT, "%+.1f%%", percent);
  }
}
