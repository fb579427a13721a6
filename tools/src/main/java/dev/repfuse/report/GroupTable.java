package dev.repfuse.report;

import dev.repfuse.pass.prune.ChannelGroup;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.Pin;
import dev.repfuse.pass.prune.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The groups of channels that weights make: those that can go, and what keeps the others. */
public final class GroupTable {
  private final Path input;
  private final Network network;

  public GroupTable(Path input, Network network) {
    this.input = input;
    this.network = network;
  }

  /** A line for each group and one for what keeps it. */
  public String text() {
    StringBuilder text = new StringBuilder("channels  weights that make them\n");
    for (ChannelGroup group : groups()) {
      String weights = String.join(", ", weights(group));
      text.append(String.format(Locale.ROOT, "%8d  %s%n", group.size(), weights));
      group.pin().ifPresent(pin -> text.append("          stay: ").append(pin).append('\n'));
    }
    return text.toString();
  }

  /** The same for a script. */
  public String json() {
    Map<String, Object> document = Json.document("prune");
    document.put("input", input.toString());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ChannelGroup group : groups()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", group.name());
      row.put("channels", group.size());
      row.put("weights", weights(group));
      group.pin().map(Pin::toString).ifPresent(pin -> row.put("pinnedBy", pin));
      rows.add(row);
    }
    document.put("groups", rows);
    return Json.write(document);
  }

  private List<ChannelGroup> groups() {
    return network.groups().stream().filter(network::hasFilters).toList();
  }

  private List<String> weights(ChannelGroup group) {
    return group.places().stream().filter(network::isFilters).map(Place::toString).toList();
  }
}
