package dev.repfuse.pass.prune;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Resizing;
import dev.repfuse.ir.text.ModelText;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Networks in which weights that make channels are zero. */
final class PlantedZeros {
  private PlantedZeros() {}

  /**
   * Filters of about a third of the channels become zero.
   *
   * @param vectors whether what is added and multiplied becomes zero with them; else the channels
   *     are constant
   */
  static Model in(String text, long seed, boolean vectors) {
    Model model = ModelText.parse(text);
    Network network = Network.of(model);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(-seed);
    Resizing resizing = new Resizing();
    List<Initializer> touched = new ArrayList<>();
    for (ChannelGroup group : network.groups()) {
      BitSet zero = new BitSet();
      for (int channel = 0; channel < group.size(); channel++) {
        zero.set(channel, random.nextInt(3) == 0);
      }
      if (!network.isPrunable(group)) {
        continue;
      }
      for (Place place : group.places()) {
        boolean vector =
            vectors
                && place.value() instanceof Initializer constant
                && constant.payload().shape().rank() == 1;
        if ((network.isFilters(place) || vector)
            && place.value() instanceof Initializer constant
            && !touched.contains(constant)) {
          touched.add(constant);
          resizing.constant(constant, zeroed(constant, place, network, group, zero));
        }
      }
    }
    resizing.apply();
    return model;
  }

  private static Tensor zeroed(
      Initializer constant, Place place, Network network, ChannelGroup group, BitSet zero) {
    Tensor tensor = constant.tensor().orElseThrow();
    double[] numbers = tensor.doubles();
    long[] extents = tensor.shape().sizes().orElseThrow();
    int inner = 1;
    for (int i = place.axis() + 1; i < extents.length; i++) {
      inner *= (int) extents[i];
    }
    List<Slot> slots = network.slots(place);
    for (int i = 0; i < numbers.length; i++) {
      Slot slot = slots.get(i / inner % slots.size());
      if (network.groups().get(slot.group()).equals(group) && zero.get(slot.channel())) {
        numbers[i] = 0;
      }
    }
    return Tensor.ofDoubles(tensor.type(), tensor.shape(), numbers);
  }
}
