package dev.repfuse.pass.cost;

import java.util.OptionalDouble;

/** How long layers take on a machine. */
public interface LayerTimes {
  /**
   * Nanoseconds of a layer with so many channels.
   *
   * @return empty if layers of the kind were not measured
   */
  OptionalDouble nanoseconds(LayerKind kind, long inputs, long outputs);
}
