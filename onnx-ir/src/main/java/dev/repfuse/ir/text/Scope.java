package dev.repfuse.ir.text;

import dev.repfuse.ir.Type;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The names that one graph defines and reads, to find those that nothing defines. */
final class Scope {
  private final int depth;
  private final Set<String> defined = new HashSet<>();
  private final Map<String, Integer> read = new LinkedHashMap<>();
  private final Map<String, Type> declared = new LinkedHashMap<>();

  Scope(int depth) {
    this.depth = depth;
  }

  /** How many graphs are around this one. */
  int depth() {
    return depth;
  }

  void define(String name) {
    defined.add(name);
  }

  void declare(String name, Type type) {
    declared.put(name, type);
  }

  /** What the text declares of a name. */
  Type declared(String name) {
    return declared.getOrDefault(name, Type.UNKNOWN);
  }

  void read(String name, int position) {
    if (!name.isEmpty()) {
      read.putIfAbsent(name, position);
    }
  }

  /** The names that are read here and not defined here, with the place of the first reading. */
  Map<String, Integer> missing() {
    Map<String, Integer> missing = new LinkedHashMap<>(read);
    missing.keySet().removeAll(defined);
    return missing;
  }
}
