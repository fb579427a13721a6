package dev.repfuse.ir;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Complete wire fields (tag and content) of a message that are kept as they stood in the file:
 * fields that the IR has no use for, and fields that this version of the format does not know.
 */
public record Carried(List<MemorySegment> fields) {
  /** Nothing to carry. */
  public static final Carried NONE = new Carried(List.of());

  public Carried {
    fields = List.copyOf(fields);
  }
}
