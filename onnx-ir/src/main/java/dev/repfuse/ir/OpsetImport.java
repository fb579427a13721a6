package dev.repfuse.ir;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An operator set that a model uses; the domain as the file spells it. */
public record OpsetImport(String domain, long version, Optional<MemorySegment> encoded) {

  /** The highest version in which a domain is imported. */
  public static OptionalLong version(List<OpsetImport> imports, String domain) {
    String wanted = new Operator(domain, "", "").canonicalDomain();
    OptionalLong highest = OptionalLong.empty();
    for (OpsetImport opset : imports) {
      boolean same = new Operator(opset.domain(), "", "").canonicalDomain().equals(wanted);
      if (same && opset.version() >= highest.orElse(Long.MIN_VALUE)) {
        highest = OptionalLong.of(opset.version());
      }
    }
    return highest;
  }
}
