package dev.repfuse.testkit;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Inputs for a model, the same for the same seed: normal numbers, or small whole ones from 0. A
 * symbolic extent is 2 where its name is first met on the first axis, else 7; equal names get equal
 * extents.
 */
public final class RandomInputs {
  private static final long BATCH = 2;
  private static final long LENGTH = 7;

  private final SplittableRandom random;
  private final Map<String, Long> symbols = new HashMap<>();

  private RandomInputs(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * A tensor for each input that has no default.
   *
   * @throws IllegalArgumentException if an input is no tensor of numbers of known rank
   */
  public static Map<String, Tensor> of(Model model, long seed) {
    RandomInputs inputs = new RandomInputs(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (GraphInput input : model.graph().inputs()) {
      if (input.byDefault().isEmpty()) {
        tensors.put(input.name(), inputs.tensor(input));
      }
    }
    return tensors;
  }

  private Tensor tensor(GraphInput input) {
    Type type = input.type();
    Shape shape =
        bind(
            type.tensorShape()
                .orElseThrow(
                    () -> new IllegalArgumentException("unknown rank of input " + input.name())));
    ElementType element = type.tensorElement();
    int count = Math.toIntExact(shape.elementCount().orElseThrow());
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = number(element);
    }
    return Tensor.ofDoubles(element, shape, values);
  }

  private double number(ElementType element) {
    return switch (element) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> random.nextGaussian();
      case INT64, INT32 -> random.nextInt(5);
      default -> random.nextInt(2);
    };
  }

  private Shape bind(Shape shape) {
    long[] sizes = new long[shape.rank()];
    for (int axis = 0; axis < sizes.length; axis++) {
      long free = axis == 0 ? BATCH : LENGTH;
      sizes[axis] =
          switch (shape.dim(axis)) {
            case Dim.Known(long size) -> size;
            case Dim.Symbol(String name) -> symbols.computeIfAbsent(name, n -> free);
            case Dim.Unknown unknown -> free;
          };
    }
    return Shape.of(sizes);
  }
}
