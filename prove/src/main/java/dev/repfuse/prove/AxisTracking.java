package dev.repfuse.prove;

import dev.repfuse.ir.Value;
import java.util.List;
import java.util.Optional;

/** Knows the axes of the values of a region, and hears of those of which the extent matters. */
interface AxisTracking {
  /** The axes of a value, nothing if its axes are not followed. */
  Optional<List<Optional<Axis>>> axes(Value value);

  void pin(Axis axis);

  /** Whether two axes of different sources have to have the same extent, and may. */
  boolean join(Axis first, Axis second);
}
