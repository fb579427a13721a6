package dev.repfuse.ir;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * What a file declares of a value: its name and type.
 *
 * @param encoded the declaration as it stood in the file, with denotations and fields that this
 *     version does not know; written back verbatim
 */
public record ValueInfo(String name, Type type, Optional<MemorySegment> encoded) {

  /** A declaration that comes from no file. */
  public static ValueInfo of(String name, Type type) {
    return new ValueInfo(name, type, Optional.empty());
  }
}
