package dev.repfuse.ir;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** An operator set that a model uses; the domain as the file spells it. */
public record OpsetImport(String domain, long version, Optional<MemorySegment> encoded) {}
