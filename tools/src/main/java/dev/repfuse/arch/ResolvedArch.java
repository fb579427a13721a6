package dev.repfuse.arch;

import dev.repfuse.pass.prune.ChannelGroup;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.Place;
import dev.repfuse.pass.prune.Slot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes which channels went as an architecture that asks for exactly these. */
public final class ResolvedArch {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ResolvedArch() {}

  /**
   * The file's text.
   *
   * @param network the original without these blocks, before it was narrowed
   * @param blocks residual sums whose branch went before
   * @param outputs names of graph outputs that may lose channels
   * @param dropped for each group the channels that go
   * @param sha256 of the original's file
   * @param about how they were chosen, for people
   */
  public static String of(
      Network network,
      List<String> blocks,
      Set<String> outputs,
      List<BitSet> dropped,
      String sha256,
      Map<String, String> about) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("format", ArchFile.FORMAT);
    document.put("version", ArchFile.VERSION);
    document.put("model", Map.of("sha256", sha256));
    if (!outputs.isEmpty()) {
      document.put("outputs", outputs.stream().sorted().toList());
    }
    if (!blocks.isEmpty()) {
      document.put("blocks", Map.of("drop", blocks));
    }
    List<Map<String, Object>> layers = new ArrayList<>();
    for (Place place : places(network, dropped)) {
      List<Slot> slots = network.slots(place);
      List<Integer> gone = new ArrayList<>();
      for (int i = 0; i < slots.size(); i++) {
        if (dropped.get(slots.get(i).group()).get(slots.get(i).channel())) {
          gone.add(i);
        }
      }
      Map<String, Object> layer = new LinkedHashMap<>();
      layer.put("name", place.toString());
      layer.put("dropChannels", gone);
      layers.add(layer);
    }
    document.put("layers", layers);
    document.put("about", about);
    return MAPPER.writeValueAsString(document) + "\n";
  }

  /** For each group that loses channels the first axis of weights that make them. */
  private static Set<Place> places(Network network, List<BitSet> dropped) {
    Set<Place> places = new LinkedHashSet<>();
    for (int i = 0; i < dropped.size(); i++) {
      if (!dropped.get(i).isEmpty()) {
        ChannelGroup group = network.groups().get(i);
        places.add(group.places().stream().filter(network::isFilters).findFirst().orElseThrow());
      }
    }
    return places;
  }
}
