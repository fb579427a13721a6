package dev.repfuse.report;

import dev.repfuse.ir.Node;
import dev.repfuse.pass.prune.ChannelGroup;
import dev.repfuse.pass.prune.Costs;
import dev.repfuse.pass.prune.Measure;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.Pin;
import dev.repfuse.pass.prune.Place;
import dev.repfuse.pass.prune.PruningException;
import dev.repfuse.pass.prune.Slot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The groups of channels that weights make: those that can go, and what keeps the others. */
public final class GroupTable {
  private final Path input;
  private final Network network;
  private final Costs parameters;
  private final Optional<Costs> macs;

  public GroupTable(Path input, Network network) {
    this.input = input;
    this.network = network;
    this.parameters = network.costs(Measure.PARAMETERS);
    this.macs = macs(network);
  }

  /** Nothing where an extent is not known. */
  private static Optional<Costs> macs(Network network) {
    try {
      return Optional.of(network.costs(Measure.MACS));
    } catch (PruningException unknown) {
      return Optional.empty();
    }
  }

  /** A line for each group, one for the nodes around it, and one for what keeps it. */
  public String text() {
    StringBuilder text =
        new StringBuilder("channels    MACs each  params each  weights that make them\n");
    for (int i = 0; i < network.groups().size(); i++) {
      ChannelGroup group = network.groups().get(i);
      if (!network.hasFilters(group)) {
        continue;
      }
      boolean free = group.pin().isEmpty();
      text.append(
          String.format(
              Locale.ROOT,
              "%8d %12s %12s  %s%n",
              group.size(),
              free ? Figures.count(macs(i)) : "",
              free ? Figures.count(saved(parameters, i)) : "",
              String.join(", ", weights(group))));
      text.append(" ".repeat(36)).append("made by ").append(words(network.makers(group)));
      String readers = words(network.readers(group));
      text.append(readers.isEmpty() ? "" : "; read by " + readers).append('\n');
      group
          .pin()
          .ifPresent(pin -> text.append(" ".repeat(36)).append("stay: ").append(pin).append('\n'));
    }
    return text.toString();
  }

  private static String words(Collection<Node> nodes) {
    return String.join(", ", names(nodes));
  }

  private static List<String> names(Collection<Node> nodes) {
    return nodes.stream().map(Node::toString).toList();
  }

  /** What one channel less saves, as long as all others stay. */
  private static long saved(Costs costs, int group) {
    return Math.round(costs.saving(List.of(new Slot(group, 0))));
  }

  private OptionalLong macs(int group) {
    return macs.map(costs -> OptionalLong.of(saved(costs, group))).orElse(OptionalLong.empty());
  }

  /** The same for a script. */
  public String json() {
    Map<String, Object> document = Json.document("prune");
    document.put("input", input.toString());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < network.groups().size(); i++) {
      ChannelGroup group = network.groups().get(i);
      if (network.hasFilters(group)) {
        rows.add(row(i, group));
      }
    }
    document.put("groups", rows);
    return Json.write(document);
  }

  private Map<String, Object> row(int number, ChannelGroup group) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", group.name());
    row.put("channels", group.size());
    row.put("weights", weights(group));
    row.put("makers", names(network.makers(group)));
    row.put("readers", names(network.readers(group)));
    if (group.pin().isEmpty()) {
      Json.put(row, "macsPerChannel", macs(number));
      row.put("parametersPerChannel", saved(parameters, number));
    }
    group.pin().map(Pin::toString).ifPresent(pin -> row.put("pinnedBy", pin));
    return row;
  }

  private List<String> weights(ChannelGroup group) {
    return group.places().stream().filter(network::isFilters).map(Place::toString).toList();
  }
}
