package dev.repfuse.runtime.verify;

import java.util.List;

/** Elements that are no numbers: how many each side has, and how many they share. */
final class OddNumbers {
  private final String name;
  private long original;
  private long result;
  private long both;

  OddNumbers(String name) {
    this.name = name;
  }

  void count(boolean inOriginal, boolean inResult, boolean shared) {
    original += inOriginal ? 1 : 0;
    result += inResult ? 1 : 0;
    both += shared ? 1 : 0;
  }

  void note(long elements, List<String> notes) {
    if (original + result == 0) {
      return;
    }
    String rest =
        both == original && both == result
            ? "; the result too"
            : ", the result in %d, of which they share %d".formatted(result, both);
    notes.add(
        "the original gives %s in %d of %d elements%s".formatted(name, original, elements, rest));
  }
}
