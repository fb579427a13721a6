package dev.repfuse.pass.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.check.GraphInvariants;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.GraphShape;
import dev.repfuse.testkit.Oracle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Reads like an example: {@code narrowing(graph).dropping("w", 1, 3).gives(after)}. What is
 * narrower is always compared, in ONNX Runtime, with the original in which the channels are masked.
 */
final class Narrowing {
  private final String text;
  private final List<BitSet> dropped = new ArrayList<>();
  private final List<ChannelGroup> groups;

  private Narrowing(String text) {
    this.text = text;
    this.groups = Network.of(ModelText.parse(text)).groups();
    groups.forEach(group -> dropped.add(new BitSet()));
  }

  static Narrowing narrowing(String text) {
    return new Narrowing(text);
  }

  /** The free group that has an axis of the value. */
  ChannelGroup groupOf(String value) {
    return groups.get(indexOf(value));
  }

  /** Why no channel of the value's last axes can go. */
  String pinOf(String value, int axis) {
    for (ChannelGroup group : groups) {
      for (Place place : group.places()) {
        if (place.value().name().equals(value) && place.axis() == axis) {
          return group.pin().orElseThrow(() -> new AssertionError(value + " is free")).toString();
        }
      }
    }
    throw new AssertionError("no axis of " + value);
  }

  private int indexOf(String value) {
    for (int i = 0; i < groups.size(); i++) {
      boolean has = groups.get(i).places().stream().anyMatch(p -> p.value().name().equals(value));
      if (has && groups.get(i).pin().isEmpty() && groups.get(i).size() > 1) {
        return i;
      }
    }
    throw new AssertionError("no free channels of " + value + " in " + groups);
  }

  Narrowing dropping(String value, int... channels) {
    for (int channel : channels) {
      dropped.get(indexOf(value)).set(channel);
    }
    return this;
  }

  /** Checks operators, attributes and shapes of the narrower graph. */
  Narrowing gives(String after) {
    assertEquals(GraphShape.of(ModelText.parseOpen(after)), GraphShape.of(narrow()));
    return this;
  }

  /** Checks that what is narrower computes what the masked original does. */
  Narrowing exactly() {
    Model masked = ModelText.parse(text);
    Network.of(masked).mask(dropped);
    double difference = Oracle.difference(masked, narrow(), 7);
    assertTrue(difference <= 1e-5, () -> "they differ by " + difference);
    return this;
  }

  private Model narrow() {
    Model model = ModelText.parse(text);
    Network.of(model).narrow(dropped);
    GraphInvariants.check(model.graph());
    ModelCheck.check(model);
    return model;
  }
}
