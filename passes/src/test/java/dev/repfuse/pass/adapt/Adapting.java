package dev.repfuse.pass.adapt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.check.GraphInvariants;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.GraphShape;
import dev.repfuse.testkit.Oracle;
import dev.repfuse.testkit.RandomInputs;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Objects;

/**
 * Reads like an example: {@code adapting(before).into(after).keepingTheMeanWithin(e)}. The result
 * is saved and loaded each time, and a refused graph is untouched.
 */
final class Adapting {
  private final String before;
  private final Model result;
  private final String dense;

  private Adapting(String before) {
    this.before = before;
    this.result = ModelText.parse(before);
    Head head = assertInstanceOf(Head.class, SpatialAdaptor.heads(result).getFirst());
    this.dense = SpatialAdaptor.adapt(result, head);
    GraphInvariants.check(result.graph());
  }

  /** Adapts the head of a model's first output. */
  static Adapting adapting(String before) {
    return new Adapting(before);
  }

  /** Checks the words of the refusal of a model's first output. */
  static void refuses(String text, String words) {
    Model model = ModelText.parse(text);
    byte[] before = ModelFile.toBytes(model);
    Finding finding = SpatialAdaptor.heads(model).getFirst();
    assertEquals(words, assertInstanceOf(Refusal.class, finding).words());
    assertArrayEquals(before, ModelFile.toBytes(model));
  }

  /** Lets the first output go. */
  Adapting replacing() {
    SpatialAdaptor.withdraw(result, result.graph().outputs().getFirst().value().name());
    GraphInvariants.check(result.graph());
    return this;
  }

  /** Operators, connections and attributes; names defined nowhere stand for new constants. */
  Adapting into(String after) {
    assertEquals(GraphShape.of(ModelText.parseOpen(after)), GraphShape.of(result));
    return this;
  }

  /** The type that is declared of the dense map. */
  Adapting declaring(String type) {
    assertEquals(
        type,
        result.graph().outputs().getLast().info().type().tensorShape().orElseThrow().toString());
    return this;
  }

  /**
   * Runs both, and compares the mean of the map over positions, taken here in double, with the
   * output of that name in the original; other outputs that are left have to be the same.
   *
   * @param vector the original's output that is no longer normalised
   * @param error as a part of the largest magnitude
   */
  void keepingTheMeanWithin(double error, String vector) {
    Model loaded = ModelFile.parse(MemorySegment.ofArray(ModelFile.toBytes(result)), "saved");
    ModelCheck.check(loaded);
    Model original = ModelText.parse(before);
    for (int seed = 0; seed < 3; seed++) {
      Map<String, Tensor> inputs = RandomInputs.of(original, seed);
      Map<String, Tensor> expected = Oracle.run(original, inputs);
      Map<String, Tensor> actual = Oracle.run(loaded, inputs);
      double[] wanted = numbers(expected, vector);
      close(wanted, mean(Objects.requireNonNull(actual.get(dense)), wanted.length), error);
      for (String name : expected.keySet()) {
        if (actual.containsKey(name)) {
          close(numbers(expected, name), numbers(actual, name), 0);
        }
      }
    }
  }

  /** The same where the first output is the vector. */
  void keepingTheMeanWithin(double error) {
    keepingTheMeanWithin(
        error, ModelText.parse(before).graph().outputs().getFirst().value().name());
  }

  private static double[] numbers(Map<String, Tensor> outputs, String name) {
    return Objects.requireNonNull(outputs.get(name)).doubles();
  }

  private static double[] mean(Tensor map, int vectors) {
    double[] values = map.doubles();
    double[] means = new double[vectors];
    int area = values.length / vectors;
    for (int i = 0; i < values.length; i++) {
      means[i / area] += values[i] / area;
    }
    return means;
  }

  private static void close(double[] wanted, double[] got, double error) {
    double scale = 0;
    for (double value : wanted) {
      scale = Math.max(scale, Math.abs(value));
    }
    assertTrue(scale > 0, "the original gives nothing but zeros");
    assertArrayEquals(wanted, got, error * scale);
  }
}
