package dev.repfuse.ir.io;

import dev.repfuse.ir.io.wire.WireReader;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the names of the main graph's values that a {@code TrainingInfoProto} may refer to. */
final class TrainingNames {
  private TrainingNames() {}

  static Set<String> in(MemorySegment message) {
    Set<String> names = new LinkedHashSet<>();
    WireReader in = WireReader.of(message);
    while (in.next()) {
      switch (in.field()) {
        case 1, 2 -> graph(in.message(), names);
        case 3, 4 -> binding(in.message(), names);
        default -> {}
      }
    }
    return names;
  }

  private static void graph(WireReader in, Set<String> names) {
    while (in.next()) {
      if (in.field() == 1) {
        names.addAll(NodeDraft.read(in.bytes()).inputs());
      }
    }
  }

  private static void binding(WireReader in, Set<String> names) {
    while (in.next()) {
      if (in.field() == 1 || in.field() == 2) {
        names.add(in.utf8());
      }
    }
  }
}
