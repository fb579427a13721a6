package dev.repfuse.arch;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.prune.ChannelGroup;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.Place;
import dev.repfuse.pass.prune.Selector;
import dev.repfuse.pass.prune.Slot;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.InputData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The channels that masks leave out: a .npz file of arrays by the name of a weight, each as large
 * as the weight or as long as its axis that makes channels. A channel goes if its mask is zero.
 */
public final class Masks implements Selector {
  private final Path file;
  private final Map<String, Tensor> masks;

  private Masks(Path file, Map<String, Tensor> masks) {
    this.file = file;
    this.masks = masks;
  }

  /**
   * Reads a file.
   *
   * @throws DataException if it cannot be read
   */
  public static Masks read(Path file) {
    return new Masks(file, new TreeMap<>(InputData.arrays(file)));
  }

  @Override
  public List<BitSet> of(Network network) {
    Map<String, Place> layers = new HashMap<>();
    List<BitSet> dropped = new ArrayList<>();
    for (ChannelGroup group : network.groups()) {
      dropped.add(new BitSet());
      group.places().stream()
          .filter(network::isFilters)
          .forEach(place -> layers.put(place.value().name(), place));
    }
    Map<Slot, String> speaker = new HashMap<>();
    masks.forEach((name, mask) -> {
      Place place = layers.get(name);
      if (place == null) {
        throw bad(name, "is the name of no weight that makes channels");
      }
      apply(name, place, mask, network, speaker, dropped);
    });
    return dropped;
  }

  private void apply(
      String name,
      Place place,
      Tensor mask,
      Network network,
      Map<Slot, String> speaker,
      List<BitSet> dropped) {
    List<Slot> slots = network.slots(place);
    BitSet kept = kept(name, place, mask, slots.size());
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      boolean goes = !kept.get(i);
      boolean spoken = speaker.containsKey(slot);
      if (spoken && dropped.get(slot.group()).get(slot.channel()) != goes) {
        throw bad(
            name,
            "and '%s' disagree about channels that can only go together"
                .formatted(Objects.requireNonNull(speaker.get(slot))));
      }
      if (goes && network.groups().get(slot.group()).pin().isPresent()) {
        throw bad(
            name,
            "leaves out channels that have to stay: "
                + network.groups().get(slot.group()).pin().get());
      }
      speaker.put(slot, name);
      dropped.get(slot.group()).set(slot.channel(), goes);
    }
  }

  /** The positions of the axis where the mask is not zero everywhere. */
  private BitSet kept(String name, Place place, Tensor mask, int extent) {
    long[] extents = mask.shape().sizes().orElseThrow();
    boolean whole =
        place.value() instanceof Initializer weight
            && mask.shape().equals(weight.payload().shape());
    if (!whole && !(extents.length == 1 && extents[0] == extent)) {
      throw bad(
          name,
          "has the shape %s, neither the weight's nor its %d channels"
              .formatted(mask.shape(), extent));
    }
    int inner = 1;
    for (int axis = whole ? place.axis() + 1 : 1; axis < extents.length; axis++) {
      inner *= (int) extents[axis];
    }
    double[] numbers = mask.doubles();
    BitSet kept = new BitSet();
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != 0) {
        kept.set(i / inner % extent);
      }
    }
    return kept;
  }

  private DataException bad(String name, String cause) {
    return new DataException("%s: '%s' %s".formatted(file, name, cause));
  }

  @Override
  public String words() {
    return file.getFileName().toString();
  }
}
