package dev.repfuse.runtime;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes input tensors: the same numbers from the same seed on every machine.
 *
 * <p>Each tensor has its own stream of {@link SplitMix64}, chosen by the seed, the number of the
 * sample and the number of the input.
 */
public final class SampleGenerator {
  private static final int LONGEST_STRING = 4;

  private final long seed;

  public SampleGenerator(long seed) {
    this.seed = seed;
  }

  /**
   * A tensor for each input of a model.
   *
   * @param shapes by the inputs' names; an input that is not among them gets a scalar
   * @param sample the number of the sample, from 0
   * @throws OrtFailure if an element type cannot be fed to ONNX Runtime
   */
  public Map<String, Tensor> tensors(
      List<InputSpec> inputs, Map<String, Shape> shapes, Distribution distribution, int sample) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (InputSpec input : inputs) {
      Shape shape = shapes.getOrDefault(input.name(), Shape.of());
      tensors.put(
          input.name(), tensor(input.element(), shape, distribution, sample, tensors.size()));
    }
    return tensors;
  }

  /**
   * One tensor.
   *
   * @param shape known extents only
   * @param sample the number of the sample, from 0
   * @param input the number of the input in the model, from 0
   * @throws OrtFailure if the element type cannot be fed to ONNX Runtime
   */
  public Tensor tensor(
      ElementType type, Shape shape, Distribution distribution, int sample, int input) {
    if (!Carrier.canCarry(type)) {
      throw new OrtFailure("values of type " + type.keyword() + " cannot be fed");
    }
    int count = Math.toIntExact(shape.elementCount().orElseThrow());
    SplitMix64 random = SplitMix64.ofStream(seed, sample, input);
    if (type == ElementType.STRING) {
      return strings(shape, distribution, random, count);
    }
    if (type == ElementType.FLOAT) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) distribution.draw(random);
      }
      return Tensor.of(type, shape, MemorySegment.ofArray(values));
    }
    if (type.isFloating()) {
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        values[i] = distribution.draw(random);
      }
      return Tensor.ofDoubles(type, shape, values);
    }
    return Tensor.of(type, shape, bytes(type, distribution, random, count));
  }

  private static MemorySegment bytes(
      ElementType type, Distribution distribution, SplitMix64 random, int count) {
    int width = type.bits() / 8;
    ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(count, width));
    out.order(ByteOrder.LITTLE_ENDIAN);
    int largest = type == ElementType.BOOL ? 1 : distribution.largestInteger();
    for (int i = 0; i < count; i++) {
      if (Float8.covers(type)) {
        out.put(Float8.nearest(type, distribution.draw(random)));
      } else {
        long value = distribution == Distribution.ZEROS ? 0 : random.upTo(largest);
        putInteger(out, width, value);
      }
    }
    return MemorySegment.ofBuffer(out.flip());
  }

  private static void putInteger(ByteBuffer out, int width, long value) {
    switch (width) {
      case 1 -> out.put((byte) value);
      case 2 -> out.putShort((short) value);
      case 4 -> out.putInt((int) value);
      default -> out.putLong(value);
    }
  }

  private static Tensor strings(
      Shape shape, Distribution distribution, SplitMix64 random, int count) {
    List<MemorySegment> strings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      StringBuilder word = new StringBuilder();
      if (distribution != Distribution.ZEROS) {
        for (int length = 1 + random.upTo(LONGEST_STRING - 1); length > 0; length--) {
          word.append((char) ('a' + random.upTo(25)));
        }
      }
      strings.add(MemorySegment.ofArray(word.toString().getBytes(StandardCharsets.UTF_8)));
    }
    return Tensor.ofStrings("", shape, strings, Optional.empty());
  }
}
