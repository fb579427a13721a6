package dev.repfuse.arch;

import dev.repfuse.format.JsonPlace;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.Place;
import dev.repfuse.pass.prune.Ranking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The vectors that MetaPruning (Liu et al., 2019) publishes: numbers from 0 to 30, each for a share
 * of (10 + 3 id) / 100 of a base network's layer, rounded down.
 */
final class MetaPruning {
  static final List<String> KEYS = List.of("network", "ids", "mapping");
  private static final List<String> MAPPINGS = List.of("previous", "own");
  private static final int LAST_ID = 30;

  private static final int[] MOBILENET_V1 = {
    32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024
  };
  private static final int[] MOBILENET_V2 = {
    44, 22, 33, 33, 44, 44, 44, 88, 88, 88, 88, 132, 132, 132, 224, 224, 224, 448
  };
  private static final int MOBILENET_V2_HEAD = 1280;
  private static final int[] RESNET_50 = {64, 256, 512, 1024, 2048};
  private static final int[] RESNET_50_BLOCKS = {3, 4, 6, 3};

  private final List<Width> widths = new ArrayList<>();

  /**
   * How many channels a convolution keeps.
   *
   * @param place where its id stands
   * @param base how many it has in the base network
   */
  record Width(JsonPlace place, int base, int kept) {}

  private MetaPruning() {}

  /** The widths of the convolutions of one group, in the order of the network. */
  static List<Width> read(JsonPlace place) {
    place.onlyKeys(KEYS);
    MetaPruning vector = new MetaPruning();
    JsonPlace network = place.required("network");
    List<JsonPlace> ids = place.required("ids").items();
    String mapping = mapping(place);
    if (!network.text().equals("mobilenet-v1") && place.at("mapping").isPresent()) {
      throw place.required("mapping").bad("is of mobilenet-v1 alone");
    }
    Map<String, Integer> lengths =
        new TreeMap<>(Map.of("mobilenet-v1", 13, "mobilenet-v2", 35, "resnet-50", 20));
    Integer length = lengths.get(network.text());
    if (length == null) {
      throw network.bad("is not known; there are " + String.join(", ", lengths.keySet()));
    }
    if (ids.size() != length) {
      throw place.required("ids").bad("has %d numbers, not %d".formatted(ids.size(), length));
    }
    switch (network.text()) {
      case "mobilenet-v1" -> vector.mobileNetV1(ids, mapping.equals("own"));
      case "mobilenet-v2" -> vector.mobileNetV2(ids);
      default -> vector.resNet50(ids);
    }
    return vector.widths;
  }

  private static String mapping(JsonPlace place) {
    return place
        .at("mapping")
        .map(said -> {
          if (!MAPPINGS.contains(said.text())) {
            throw said.bad("has to be one of " + String.join(", ", MAPPINGS));
          }
          return said.text();
        })
        .orElse(MAPPINGS.getFirst());
  }

  private void add(JsonPlace id, int base) {
    long number = id.whole(0, LAST_ID + 1);
    widths.add(new Width(id, base, (int) (base * ((10 + 3 * number) / 100.0))));
  }

  /** Layer i takes the id before its own, or its own; the last layer stays. */
  private void mobileNetV1(List<JsonPlace> ids, boolean own) {
    for (int layer = 0; layer < ids.size(); layer++) {
      int index = own ? layer : Math.floorMod(layer - 1, ids.size());
      add(ids.get(index), MOBILENET_V1[layer]);
    }
    full(ids.getLast(), MOBILENET_V1[ids.size()]);
  }

  private void full(JsonPlace place, int base) {
    widths.add(new Width(place, base, base));
  }

  /** Ids of the stem and 17 blocks, then of what lies inside of the blocks. */
  private void mobileNetV2(List<JsonPlace> ids) {
    add(ids.getFirst(), MOBILENET_V2[0]);
    int blocks = MOBILENET_V2.length - 1;
    for (int block = 0; block < blocks; block++) {
      int expansion = block == 0 ? 1 : 6;
      add(ids.get(MOBILENET_V2.length + block), expansion * MOBILENET_V2[block]);
      add(ids.get(block + 1), MOBILENET_V2[block + 1]);
    }
    full(ids.getLast(), MOBILENET_V2_HEAD);
  }

  /** Ids of the stem, three stages (the fourth stays) and what lies inside of the 16 blocks. */
  private void resNet50(List<JsonPlace> ids) {
    add(ids.getFirst(), RESNET_50[0]);
    int block = 0;
    for (int stage = 1; stage < RESNET_50.length; stage++) {
      for (int i = 0; i < RESNET_50_BLOCKS[stage - 1]; i++) {
        JsonPlace inside = ids.get(RESNET_50.length - 1 + block++);
        add(inside, RESNET_50[stage] / 4);
        add(inside, RESNET_50[stage] / 4);
        int times = i == 0 ? 2 : 1;
        for (int joined = 0; joined < times; joined++) {
          if (stage < RESNET_50.length - 1) {
            add(ids.get(stage), RESNET_50[stage]);
          } else {
            full(inside, RESNET_50[stage]);
          }
        }
      }
    }
  }

  /**
   * What the widths ask of a network.
   *
   * @throws dev.repfuse.runtime.DataException if it is not the base network
   */
  static List<Entry> entries(
      JsonPlace place, List<Width> widths, Ranking ranking, Network network) {
    List<Place> layers = network.convolutions();
    List<Integer> found = layers.stream().map(layer -> network.slots(layer).size()).toList();
    List<Integer> wanted = widths.stream().map(Width::base).toList();
    if (!found.equals(wanted)) {
      throw place
          .required("network")
          .bad("has convolutions of %s channels, and this network of %s".formatted(wanted, found));
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Width width = widths.get(i);
      if (width.kept() < width.base()) {
        entries.add(
            new Entry(
                width.place(),
                layers.get(i).toString(),
                new Amount.Keep(width.kept()),
                ranking,
                Optional.empty()));
      }
    }
    return entries;
  }
}
