package dev.repfuse.arch;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Use;
import dev.repfuse.pass.prune.ChannelGroup;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The layers of a network by name: the axis of a weight that makes channels has the name that
 * {@code --list} prints, that of the weight, of the node that reads it, and of what that gives.
 */
final class Layers {
  private final Map<String, Set<Place>> byName = new LinkedHashMap<>();

  Layers(Network network) {
    for (ChannelGroup group : network.groups()) {
      for (Place place : group.places()) {
        if (network.isFilters(place)) {
          names(place).forEach(name -> add(name, place));
        }
      }
    }
  }

  private static Set<String> names(Place place) {
    Set<String> names = new LinkedHashSet<>(List.of(place.toString(), place.value().name()));
    for (Use use : place.value().uses()) {
      if (use instanceof Use.ByNode(Node reader, _)) {
        names.add(reader.name());
        reader.results().forEach(result -> names.add(result.name()));
      }
    }
    names.remove("");
    return names;
  }

  private void add(String name, Place place) {
    byName.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(place);
  }

  /** Whether the name is that of layers, and not a pattern. */
  boolean isName(String name) {
    return byName.containsKey(name);
  }

  /** The layers of that name, or whose names fit the pattern. */
  Set<Place> find(String name) {
    Set<Place> exact = byName.get(name);
    if (exact != null) {
      return exact;
    }
    Pattern pattern = pattern(name);
    Set<Place> found = new LinkedHashSet<>();
    byName.forEach((known, places) -> {
      if (pattern.matcher(known).matches()) {
        found.addAll(places);
      }
    });
    return found;
  }

  private static Pattern pattern(String glob) {
    StringBuilder text = new StringBuilder();
    for (int character : glob.codePoints().toArray()) {
      switch (character) {
        case '*' -> text.append(".*");
        case '?' -> text.append('.');
        default -> text.append(Pattern.quote(Character.toString(character)));
      }
    }
    return Pattern.compile(text.toString(), Pattern.DOTALL);
  }

  /** A few names like one that is not known, to be shown. */
  List<String> like(String name) {
    String part = name.replace("*", "").replace("?", "");
    List<String> alike = new ArrayList<>();
    for (String known : byName.keySet()) {
      boolean similar = !part.isEmpty() && (known.contains(part) || part.contains(known));
      if (similar && alike.size() < 3) {
        alike.add(known);
      }
    }
    return alike;
  }
}
