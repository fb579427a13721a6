package dev.repfuse.ir.infer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of every operator with arbitrary inputs and attributes: nothing throws or grows large. */
class RandomNodesTest {
  private static final List<String> OPERATORS =
      List.copyOf(
          new TreeSet<>(
              Stream.of(
                      ConvTypes.rules(),
                      PoolTypes.rules(),
                      ElementwiseTypes.rules(),
                      NormalizationTypes.rules(),
                      MatMulTypes.rules(),
                      ShapeOpTypes.rules(),
                      LayoutTypes.rules(),
                      SliceTypes.rules(),
                      GatherTypes.rules(),
                      ConstantTypes.rules(),
                      ReduceTypes.rules(),
                      ResizeTypes.rules(),
                      QuantizeTypes.rules(),
                      RecurrentTypes.rules(),
                      EinsumTypes.rules(),
                      ControlTypes.rules())
                  .map(Map::keySet)
                  .flatMap(names -> names.stream())
                  .toList()));

  private static final List<String> INTEGERS =
      List.of(
          "axis",
          "group",
          "keepdims",
          "to",
          "k",
          "blocksize",
          "ceil_mode",
          "transA",
          "transB",
          "allowzero",
          "batch_dims",
          "start",
          "end",
          "dtype",
          "num_outputs",
          "hidden_size",
          "layout",
          "block_size",
          "output_dtype",
          "noop_with_empty_axes",
          "output_height",
          "output_width");
  private static final List<String> LISTS =
      List.of(
          "strides",
          "pads",
          "dilations",
          "kernel_shape",
          "perm",
          "axes",
          "starts",
          "ends",
          "split",
          "shape",
          "output_shape",
          "output_padding",
          "pooled_shape",
          "paddings");
  private static final List<String> TEXTS =
      List.of("auto_pad", "equation", "to", "direction", "mode", "keep_aspect_ratio_policy");
  private static final long[] EXTREMES = {
    0, 1, -1, 2, 3, 7, -2, 1024, 1L << 31, 1L << 40, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverThrows(long seed) {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 4_000; i++) {
      String operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
      Sketch sketch = sketch(random, operator);
      String what = "seed " + seed + ", model " + i + ": " + operator;
      Types types = assertDoesNotThrow(sketch::types, what);
      types
          .known(sketch.value("y"))
          .ifPresent(tensor -> assertTrue(tensor.elementCount() <= Content.LIMIT, what));
    }
  }

  private static Sketch sketch(Random random, String operator) {
    Sketch sketch = Sketch.opset(1 + random.nextInt(24));
    int inputs = random.nextInt(6);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      String name = "v" + i;
      names.add(random.nextInt(8) == 0 ? "" : name);
      if (random.nextBoolean()) {
        sketch.input(name, Sketch.text(type(random)));
      } else {
        sketch.constant(name, tensor(random));
      }
    }
    Attribute[] attributes = attributes(random).toArray(Attribute[]::new);
    return sketch.node("y, z = " + operator + "(" + String.join(",", names) + ")", attributes);
  }

  private static Type type(Random random) {
    ElementType[] elements = {
      ElementType.FLOAT, ElementType.INT64, ElementType.BOOL, ElementType.STRING, ElementType.INT4
    };
    ElementType element = elements[random.nextInt(elements.length)];
    if (random.nextInt(8) == 0) {
      return new Type.TensorType(element, java.util.Optional.empty());
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis = random.nextInt(6); axis > 0; axis--) {
      dims.add(
          switch (random.nextInt(4)) {
            case 0 -> Dim.UNKNOWN;
            case 1 -> new Dim.Symbol("N");
            default -> Dim.of(Math.max(0, extreme(random)));
          });
    }
    return Type.tensor(element, new Shape(dims));
  }

  private static Tensor tensor(Random random) {
    int count = random.nextInt(7);
    Shape shape =
        count == 1 && random.nextBoolean()
            ? Shape.of()
            : count == 6 && random.nextBoolean() ? Shape.of(2, 3) : Shape.of(count);
    if (random.nextInt(3) == 0) {
      float[] floats = new float[count];
      for (int i = 0; i < count; i++) {
        floats[i] =
            switch (random.nextInt(4)) {
              case 0 -> Float.NaN;
              case 1 -> Float.POSITIVE_INFINITY;
              default -> (float) extreme(random) / 3;
            };
      }
      return Tensor.ofFloats(shape, floats);
    }
    return Tensor.ofLongs(shape, extremes(random, count));
  }

  private static List<Attribute> attributes(Random random) {
    List<Attribute> attributes = new ArrayList<>();
    for (String name : INTEGERS) {
      if (random.nextInt(6) == 0) {
        attributes.add(Attribute.of(name, extreme(random)));
      }
    }
    for (String name : LISTS) {
      if (random.nextInt(4) == 0) {
        attributes.add(Attribute.of(name, extremes(random, random.nextInt(7))));
      }
    }
    for (String name : TEXTS) {
      if (random.nextInt(6) == 0) {
        String[] texts = {"SAME_UPPER", "VALID", "ij,jk->ik", "ii->", "FLOAT", "", "->", "a,"};
        attributes.add(Attribute.of(name, texts[random.nextInt(texts.length)]));
      }
    }
    if (random.nextInt(6) == 0) {
      attributes.add(Attribute.of("value", tensor(random)));
    }
    return attributes;
  }

  private static long extreme(Random random) {
    return random.nextInt(3) == 0
        ? EXTREMES[random.nextInt(EXTREMES.length)]
        : random.nextInt(9) - 2;
  }

  private static long[] extremes(Random random, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = extreme(random);
    }
    return values;
  }
}
