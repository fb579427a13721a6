package dev.repfuse.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Options that take one of several words. */
final class Words {
  private Words() {}

  /**
   * The one that a word names.
   *
   * @throws UsageException if it names none
   */
  static <T> T of(String option, T[] all, Function<T, String> name, String word) {
    List<String> names = Arrays.stream(all).map(name).toList();
    int index = names.indexOf(word);
    if (index < 0) {
      throw new UsageException(
          "%s: '%s' is none of %s".formatted(option, word, String.join(", ", names)));
    }
    return all[index];
  }
}
