package dev.repfuse.cli;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code --passes}: names to run, or names with a minus to leave out. */
final class PassSelection {
  private PassSelection() {}

  /**
   * The passes that do not run.
   *
   * @param names those that there are
   */
  static Set<String> skipped(List<String> words, List<String> names) {
    Set<String> without = new TreeSet<>();
    Set<String> only = new TreeSet<>();
    for (String word : words) {
      boolean minus = word.startsWith("-");
      String name = minus ? word.substring(1) : word;
      if (!names.contains(name)) {
        throw new UsageException(
            "there is no pass '%s'; the passes are %s".formatted(name, String.join(", ", names)));
      }
      (minus ? without : only).add(name);
    }
    if (!only.isEmpty()) {
      names.stream().filter(name -> !only.contains(name)).forEach(without::add);
    }
    return without;
  }
}
