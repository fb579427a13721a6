package dev.repfuse.pass.adapt;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.OptionalLong;

/** Tells vectors, [N, channels] perhaps with axes of extent 1 behind, from maps. */
final class Vectors {
  private Vectors() {}

  /** Whether a value has a number of channels that is known, at one position. */
  static boolean isVector(Value value, Facts facts) {
    return channels(value, facts).isPresent();
  }

  /** The number of channels of a vector; nothing for anything else. */
  static OptionalLong channels(Value value, Facts facts) {
    return facts
        .shape(value)
        .filter(shape -> shape.rank() >= 2 && isOne(shape))
        .map(shape -> shape.size(1))
        .orElse(OptionalLong.empty());
  }

  /** Whether both are vectors of as many channels. */
  static boolean alike(Value a, Value b, Facts facts) {
    OptionalLong channels = channels(a, facts);
    return channels.isPresent() && channels.equals(channels(b, facts));
  }

  /** The shape of a value in words. */
  static String words(Value value, Facts facts) {
    return facts.shape(value).map(Shape::toString).orElse("unknown rank");
  }

  private static boolean isOne(Shape shape) {
    return shape.dims().subList(2, shape.rank()).stream().allMatch(dim -> dim.is(1));
  }
}
