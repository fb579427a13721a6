package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static dev.repfuse.ir.infer.Sketch.ints;
import static dev.repfuse.ir.infer.Sketch.text;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Legal random nodes: the rules never contradict ONNX's own inference. */
class RulesAgainstLibraryTest {

  @FunctionalInterface
  private interface Recipe {
    Sketch sketch(Random random);
  }

  private static final List<Recipe> RECIPES =
      List.of(
          RulesAgainstLibraryTest::conv,
          RulesAgainstLibraryTest::transposed,
          RulesAgainstLibraryTest::pool,
          RulesAgainstLibraryTest::broadcast,
          RulesAgainstLibraryTest::product,
          RulesAgainstLibraryTest::slice,
          RulesAgainstLibraryTest::reduce,
          RulesAgainstLibraryTest::reshape,
          RulesAgainstLibraryTest::gather,
          RulesAgainstLibraryTest::pad,
          RulesAgainstLibraryTest::resize);

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void agree(long seed) {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 330; i++) {
      Sketch sketch = RECIPES.get(i % RECIPES.size()).sketch(random);
      Type own = sketch.types().of(sketch.value("y"));
      Type other =
          LibraryInference.ONNX
              .types(sketch.output("y", "float").model())
              .getOrDefault("y", Type.UNKNOWN);
      String what =
          "seed %d, model %d, %s: %s, not %s"
              .formatted(
                  seed,
                  i,
                  sketch.graph().firstNode().orElseThrow(),
                  Sketch.text(own),
                  Sketch.text(other));
      assertFalse(Contradiction.between(own, other), what);
      assertFalse(own instanceof Type.UnknownType, what);
    }
  }

  private static long[] numbers(Random random, int count, int least, int most) {
    return LongStream.generate(() -> random.nextInt(least, most + 1)).limit(count).toArray();
  }

  private static String floats(long... sizes) {
    return LongStream.of(sizes)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(",", "float[", "]"));
  }

  private static String image(long channels, long[] planes) {
    return floats(LongStream.concat(LongStream.of(2, channels), LongStream.of(planes)).toArray());
  }

  private static List<Attribute> window(Random random, int axes) {
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(ints("strides", numbers(random, axes, 1, 3)));
    switch (random.nextInt(4)) {
      case 0 -> attributes.add(text("auto_pad", "SAME_UPPER"));
      case 1 -> attributes.add(text("auto_pad", "VALID"));
      default -> attributes.add(ints("pads", numbers(random, 2 * axes, 0, 2)));
    }
    return attributes;
  }

  private static Sketch conv(Random random) {
    int axes = random.nextInt(1, 4);
    long group = random.nextInt(1, 4);
    List<Attribute> attributes = window(random, axes);
    attributes.add(integer("group", group));
    attributes.add(ints("dilations", numbers(random, axes, 1, 2)));
    long[] kernel = numbers(random, axes, 1, 3);
    long[] weight = LongStream.concat(LongStream.of(2 * group, 2), LongStream.of(kernel)).toArray();
    return Sketch.opset(random.nextInt(1, 22))
        .input("x", image(2 * group, numbers(random, axes, 7, 12)))
        .weight("w", floats(weight))
        .node("y = Conv(x, w)", attributes.toArray(Attribute[]::new));
  }

  private static Sketch transposed(Random random) {
    int axes = random.nextInt(1, 4);
    List<Attribute> attributes = window(random, axes);
    long[] kernel = numbers(random, axes, 3, 5);
    long[] weight = LongStream.concat(LongStream.of(4, 3), LongStream.of(kernel)).toArray();
    return Sketch.opset(random.nextInt(11, 22))
        .input("x", image(4, numbers(random, axes, 5, 9)))
        .weight("w", floats(weight))
        .node("y = ConvTranspose(x, w)", attributes.toArray(Attribute[]::new));
  }

  private static Sketch pool(Random random) {
    int axes = random.nextInt(1, 4);
    List<Attribute> attributes = window(random, axes);
    attributes.add(ints("kernel_shape", numbers(random, axes, 3, 4)));
    attributes.add(integer("ceil_mode", random.nextInt(2)));
    String operator = random.nextBoolean() ? "MaxPool" : "AveragePool";
    return Sketch.opset(random.nextInt(10, 22))
        .input("x", image(3, numbers(random, axes, 6, 12)))
        .node("y = " + operator + "(x)", attributes.toArray(Attribute[]::new));
  }

  private static Sketch broadcast(Random random) {
    long[] sizes = numbers(random, random.nextInt(1, 5), 2, 4);
    long[] other = java.util.Arrays.copyOfRange(sizes, random.nextInt(sizes.length), sizes.length);
    for (int i = 0; i < other.length; i++) {
      other[i] = random.nextBoolean() ? 1 : other[i];
    }
    String[] operators = {"Add", "Sub", "Mul", "Div", "Max", "Pow", "Less", "Equal"};
    return Sketch.opset(random.nextInt(13, 22))
        .input("a", floats(sizes))
        .input("b", floats(other))
        .node("y = " + operators[random.nextInt(operators.length)] + "(a, b)");
  }

  private static Sketch product(Random random) {
    long inner = random.nextInt(1, 5);
    int batch = random.nextInt(3);
    long[] a =
        LongStream.concat(LongStream.of(numbers(random, batch, 3, 3)), LongStream.of(2, inner))
            .toArray();
    return Sketch.opset(random.nextInt(9, 22))
        .input("a", floats(a))
        .input("b", random.nextBoolean() ? floats(inner) : floats(inner, 6))
        .node("y = MatMul(a, b)");
  }

  private static Sketch slice(Random random) {
    long step = random.nextBoolean() ? random.nextInt(1, 4) : -random.nextInt(1, 4);
    return Sketch.opset(random.nextInt(10, 22))
        .input("x", floats(numbers(random, 3, 4, 9)))
        .longs("start", random.nextInt(-12, 12))
        .longs("end", random.nextInt(-12, 12))
        .longs("axis", random.nextInt(-3, 3))
        .longs("step", step)
        .node("y = Slice(x, start, end, axis, step)");
  }

  private static Sketch reduce(Random random) {
    long opset = random.nextInt(11, 22);
    Sketch sketch = Sketch.opset(opset).input("x", floats(2, 3, 4));
    long axis = random.nextInt(-3, 3);
    Attribute keep = integer("keepdims", random.nextInt(2));
    return opset < 18
        ? sketch.node("y = ReduceMean(x)", ints("axes", axis), keep)
        : sketch.longs("axes", axis).node("y = ReduceMean(x, axes)", keep);
  }

  private static Sketch reshape(Random random) {
    long[][] targets = {{-1}, {4, -1}, {0, -1}, {0, 0, 3, 2}, {2, 2, -1, 3}, {24}, {-1, 0}};
    return Sketch.opset(random.nextInt(5, 22))
        .input("x", floats(2, 2, 6))
        .longs("target", targets[random.nextInt(targets.length)])
        .node("y = Reshape(x, target)");
  }

  private static Sketch gather(Random random) {
    return Sketch.opset(random.nextInt(11, 22))
        .input("x", floats(4, 5, 6))
        .constant(
            "i",
            random.nextBoolean()
                ? Tensor.ofLongs(Shape.of(), -1)
                : Tensor.ofLongs(Shape.of(2, 1), 0, -2))
        .node("y = Gather(x, i)", integer("axis", random.nextInt(-3, 3)));
  }

  private static Sketch pad(Random random) {
    return Sketch.opset(random.nextInt(11, 22))
        .input("x", floats(4, 5, 6))
        .longs("pads", numbers(random, 6, -1, 3))
        .node("y = Pad(x, pads)");
  }

  private static Sketch resize(Random random) {
    float[] scales = {1, 1, random.nextInt(1, 40) / 8f, random.nextFloat(0.2f, 3f)};
    return Sketch.opset(random.nextInt(11, 22))
        .input("x", floats(1, 3, random.nextInt(1, 20), random.nextInt(7, 20)))
        .constant("s", Tensor.ofFloats(Shape.of(4), scales))
        .node("y = Resize(x, , s)");
  }
}
