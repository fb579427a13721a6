package dev.repfuse.ir.text;

import dev.repfuse.ir.io.StringPair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lists of pairs of strings, {@code ["key": "value", ...]}. */
final class Entries {
  private Entries() {}

  /** Reads pairs up to the closing bracket; the opening one is taken. */
  static List<StringPair> parse(Scanner in, char close) {
    List<StringPair> entries = new ArrayList<>();
    if (in.matches(close)) {
      return entries;
    }
    do {
      String key = in.string();
      in.expect(':');
      entries.add(new StringPair(key, in.string()));
    } while (in.matches(','));
    in.expect(close);
    return entries;
  }

  static String print(List<StringPair> entries) {
    return entries.stream()
        .map(entry -> Spelling.quoted(entry.key()) + ": " + Spelling.quoted(entry.value()))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
