package dev.repfuse.arch;

import dev.repfuse.format.JsonPlace;
import dev.repfuse.pass.prune.ChannelGroup;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.Place;
import dev.repfuse.pass.prune.Selector;
import dev.repfuse.pass.prune.Slot;
import dev.repfuse.runtime.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The channels that a Torch-Pruning history lets go: a JSON list of {@code [module, output,
 * channels]}, as {@code json.dump(pruner.pruning_history(), file)} writes it. Each entry counts the
 * channels that those before it left.
 */
public final class TorchHistory implements Selector {
  private static final long LARGEST_FILE = 64 << 20;
  private static final int MOST_CHANNELS = 1 << 22;

  private final Path file;
  private final List<Step> steps;

  /**
   * One pruning.
   *
   * @param output whether outputs of the module went, or inputs
   */
  private record Step(JsonPlace place, String module, boolean output, List<Integer> channels) {}

  private TorchHistory(Path file, List<Step> steps) {
    this.file = file;
    this.steps = steps;
  }

  /**
   * Reads a file.
   *
   * @throws DataException in one line: the file, the place, the cause
   */
  public static TorchHistory read(Path file) {
    List<Step> steps = new ArrayList<>();
    for (JsonPlace place : JsonPlace.readList(file, LARGEST_FILE)) {
      List<JsonPlace> parts = place.items();
      if (parts.size() != 3) {
        throw place.bad("has to be a module's name, true or false, and a list of channels");
      }
      List<Integer> channels =
          parts.get(2).items().stream().map(item -> (int) item.whole(0, MOST_CHANNELS)).toList();
      steps.add(new Step(place, parts.get(0).text(), parts.get(1).truth(), channels));
    }
    return new TorchHistory(file, steps);
  }

  @Override
  public List<BitSet> of(Network network) {
    Map<String, List<Place>> weights = new HashMap<>();
    List<BitSet> dropped = new ArrayList<>();
    for (ChannelGroup group : network.groups()) {
      dropped.add(new BitSet());
      for (Place place : group.places()) {
        weights.computeIfAbsent(place.value().name(), n -> new ArrayList<>()).add(place);
      }
    }
    for (Step step : steps) {
      apply(step, network, place(step, network, weights), dropped);
    }
    return dropped;
  }

  /** The axis of the module's weight that the step speaks of. */
  private static Place place(Step step, Network network, Map<String, List<Place>> weights) {
    List<Place> axes = weights.getOrDefault(step.module() + ".weight", List.of());
    return axes.stream()
        .filter(place -> axes.size() == 1 || place.axis() < 2)
        .filter(place -> axes.size() == 1 || network.isFilters(place) == step.output())
        .findFirst()
        .orElseThrow(() ->
            step.place()
                .bad(
                    "speaks of '%s', and the network has no weight '%s.weight' with such channels"
                        .formatted(step.module(), step.module())));
  }

  private static void apply(Step step, Network network, Place place, List<BitSet> dropped) {
    List<Slot> slots = network.slots(place);
    List<Slot> left =
        slots.stream().filter(slot -> !dropped.get(slot.group()).get(slot.channel())).toList();
    BitSet gone = new BitSet();
    for (int channel : step.channels()) {
      if (channel >= left.size()) {
        throw step.place()
            .bad(
                "takes channel %d of '%s', of which %d are left"
                    .formatted(channel, step.module(), left.size()));
      }
      gone.set(channel);
    }
    for (int i = 0; i < left.size(); i++) {
      Slot slot = left.get(i);
      if (gone.get(i) != gone.get(left.indexOf(slot))) {
        throw step.place()
            .bad(
                "takes a part of the channels of '%s' that can only go together"
                    .formatted(step.module()));
      }
    }
    gone.stream().forEach(i -> take(step, network, left.get(i), dropped));
  }

  private static void take(Step step, Network network, Slot slot, List<BitSet> dropped) {
    network
        .groups()
        .get(slot.group())
        .pin()
        .ifPresent(pin -> {
          throw step.place()
              .bad("takes channels of '%s', which have to stay: %s".formatted(step.module(), pin));
        });
    dropped.get(slot.group()).set(slot.channel());
  }

  @Override
  public String words() {
    return file.getFileName().toString();
  }
}
