package dev.repfuse.ir.io;

import dev.repfuse.ir.io.wire.WireReader;
import dev.repfuse.ir.io.wire.WireWriter;
import java.lang.foreign.MemorySegment;

/** A {@code StringStringEntryProto}: one key and its value. */
public record StringPair(String key, String value) {

  /** Decodes a message. */
  public static StringPair read(MemorySegment message) {
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
    return new StringPair(key, value);
  }

  /** Encodes it as a message. */
  public WireWriter message() {
    return new WireWriter().utf8(1, key).utf8(2, value);
  }
}
