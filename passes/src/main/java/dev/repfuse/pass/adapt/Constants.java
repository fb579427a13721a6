package dev.repfuse.pass.adapt;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads constants that broadcast against a vector. */
final class Constants {
  private Constants() {}

  /**
   * The constant as one number for each channel, if it is that.
   *
   * @param channels of the vector
   * @param rank of the vector, whose axis 1 are the channels
   */
  static Optional<Tensor> perChannel(Tensor constant, OptionalLong channels, int rank) {
    Shape shape = constant.shape();
    if (channels.isEmpty() || shape.rank() > rank || !constant.type().isFloating()) {
      return Optional.empty();
    }
    for (int axis = 0; axis < shape.rank(); axis++) {
      boolean isChannels = axis + rank - shape.rank() == 1;
      boolean fits =
          shape.dim(axis).is(1) || (isChannels && shape.dim(axis).is(channels.getAsLong()));
      if (!fits) {
        return Optional.empty();
      }
    }
    int count = (int) channels.getAsLong();
    if (constant.elementCount() == count) {
      return Optional.of(Tensor.of(constant.type(), Shape.of(count), constant.bytes()));
    }
    double[] values = new double[count];
    Arrays.fill(values, constant.doubles()[0]);
    return Optional.of(Tensor.ofDoubles(constant.type(), Shape.of(count), values));
  }
}
