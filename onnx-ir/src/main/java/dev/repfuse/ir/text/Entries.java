package dev.repfuse.ir.text;

import dev.repfuse.ir.io.wire.WireReader;
import dev.repfuse.ir.io.wire.WireWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lists of pairs of strings, {@code ["key": "value", ...]}. */
final class Entries {
  private Entries() {}

  /** One pair. */
  record Entry(String key, String value) {

    /** The pair as a {@code StringStringEntryProto}. */
    WireWriter message() {
      return new WireWriter().utf8(1, key).utf8(2, value);
    }
  }

  /** Reads pairs up to the closing bracket; the opening one is taken. */
  static List<Entry> parse(Scanner in, char close) {
    List<Entry> entries = new ArrayList<>();
    if (in.matches(close)) {
      return entries;
    }
    do {
      String key = in.string();
      in.expect(':');
      entries.add(new Entry(key, in.string()));
    } while (in.matches(','));
    in.expect(close);
    return entries;
  }

  /** Decodes a {@code StringStringEntryProto}. */
  static Entry read(MemorySegment message) {
    WireReader in = WireReader.of(message);
    String key = "";
    String value = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = in.utf8();
        case 2 -> value = in.utf8();
        default -> {}
      }
    }
    return new Entry(key, value);
  }

  static String print(List<Entry> entries) {
    return entries.stream()
        .map(entry -> Spelling.quoted(entry.key()) + ": " + Spelling.quoted(entry.value()))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
