package dev.repfuse.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Extents of symbolic dimensions and of whole inputs as users write them. */
public final class Extents {
  private Extents() {}

  /**
   * Reads {@code N=2} and {@code x=1x3x224x224}; a later one of the same name counts.
   *
   * @throws DataException if one is neither
   */
  public static Map<String, List<Long>> parse(Iterable<String> texts) {
    Map<String, List<Long>> extents = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.lastIndexOf('=');
      List<Long> sizes = sizes(text, text.substring(equals + 1));
      if (equals < 1 || Collections.min(sizes) < 0) {
        throw bad(text);
      }
      extents.put(text.substring(0, equals), sizes);
    }
    return extents;
  }

  private static List<Long> sizes(String text, String list) {
    List<Long> sizes = new ArrayList<>();
    for (String size : list.split("[x,]", -1)) {
      try {
        sizes.add(Long.parseUnsignedLong(size.strip()));
      } catch (NumberFormatException e) {
        throw bad(text);
      }
    }
    return sizes;
  }

  private static DataException bad(String text) {
    return new DataException(
        "'%s' is no shape: write name=size or input=1x3x224x224".formatted(text));
  }
}
