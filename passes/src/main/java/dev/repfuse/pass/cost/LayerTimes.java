package dev.repfuse.pass.cost;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** How long layers take on a machine. */
public interface LayerTimes {
  /** Nothing was measured. */
  LayerTimes NONE = new Unmeasured();

  /**
   * Nanoseconds of a layer with so many channels.
   *
   * @return empty if layers of the kind were not measured
   */
  OptionalDouble nanoseconds(LayerKind kind, long inputs, long outputs);

  /**
   * Nanoseconds of a layer of a network.
   *
   * @param shapes of values, where the rank is known
   * @return empty if its widths are not known, or layers of the kind were not measured
   */
  default OptionalDouble nanoseconds(
      LayerKind.Layer layer, Function<Value, Optional<Shape>> shapes) {
    OptionalLong inputs = shapes.apply(layer.input()).orElseThrow().size(layer.inputAxis());
    OptionalLong outputs = shapes.apply(layer.output()).orElseThrow().size(layer.outputAxis());
    return inputs.isPresent() && outputs.isPresent()
        ? nanoseconds(layer.kind(), inputs.getAsLong(), outputs.getAsLong())
        : OptionalDouble.empty();
  }

  /** Times of no layer at all. */
  record Unmeasured() implements LayerTimes {
    @Override
    public OptionalDouble nanoseconds(LayerKind kind, long inputs, long outputs) {
      return OptionalDouble.empty();
    }
  }
}
