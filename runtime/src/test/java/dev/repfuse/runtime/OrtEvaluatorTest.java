package dev.repfuse.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Constant models give their values. */
class OrtEvaluatorTest {
  private final OrtEvaluator evaluator = new OrtEvaluator();

  private static void assertConstants(Map<String, Tensor> values) {
    assertEquals(List.of("sum", "shape", "half"), List.copyOf(values.keySet()));
    assertArrayEquals(new double[] {2, 4, 6, -9}, TestFiles.named(values, "sum").doubles());
    assertArrayEquals(new long[] {2, 2}, TestFiles.named(values, "shape").longs());
    assertEquals(ElementType.FLOAT16, TestFiles.named(values, "half").type());
    assertArrayEquals(new double[] {1, 2, 3, -4.5}, TestFiles.named(values, "half").doubles());
  }

  @Test
  void evaluatesBytes() throws IOException {
    assertConstants(evaluator.evaluate(Files.readAllBytes(TestFiles.model("constants"))));
  }

  @Test
  void evaluatesAFile() {
    assertConstants(evaluator.evaluate(TestFiles.model("constants")));
  }

  @Test
  void refusesAModelWithInputs() {
    OrtFailure e =
        assertThrows(OrtFailure.class, () -> evaluator.evaluate(TestFiles.model("sqrt")));
    assertEquals("the model is not constant: it has the inputs [x[2,50]]", e.words());
  }
}
