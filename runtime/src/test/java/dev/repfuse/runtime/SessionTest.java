package dev.repfuse.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models are loaded, described, fed and read. */
class SessionTest {
  private static Session open(String model) {
    return Session.open(TestFiles.model(model), Optimization.NONE, 1);
  }

  @Test
  void namesOpenDimensions() {
    try (Session session = open("two_inputs")) {
      assertEquals("[a[M,K], b[K,4], i[M,4]]", session.inputs().toString());
      assertEquals(List.of("y"), session.outputNames());
    }
  }

  @Test
  void anInitializerThatACallerMayOverrideIsNoInput() {
    try (Session session = open("overridable");
        Feed feed = Feed.of(Map.of("x", Tensor.ofFloats(Shape.of(2), 0, 0)))) {
      assertEquals("[x[2]]", session.inputs().toString());
      assertEquals(Set.of("y"), session.run(feed).tensors().keySet());
    }
  }

  @Test
  void everyTypeGoesInAndComesOutAsItWas() {
    try (Session session = open("every_type")) {
      SampleGenerator generator = new SampleGenerator(3);
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      for (InputSpec input : session.inputs()) {
        assertTrue(input.canBeFed(), input.kind());
        Distribution normal = Distribution.NORMAL;
        inputs.put(
            input.name(),
            generator.tensor(input.element(), input.shape(), normal, 0, inputs.size()));
      }
      try (Feed feed = Feed.of(inputs)) {
        Map<String, Tensor> outputs = session.run(feed).tensors();
        assertEquals(18, outputs.size());
        inputs.forEach((name, tensor) -> {
          Tensor output = TestFiles.named(outputs, name.replace("x_", "y_"));
          assertTrue(tensor.sameAs(output), name + ": " + tensor + " became " + output);
        });
      }
    }
  }

  @Test
  void aSequenceComesOutElementByElement() {
    Tensor x = Tensor.ofFloats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
    try (Session session = open("split_to_sequence");
        Feed feed = Feed.of(Map.of("x", x))) {
      Map<String, Tensor> outputs = session.run(feed).tensors();
      assertEquals(List.of("y.length", "y[0]", "y[1]", "y[2]"), List.copyOf(outputs.keySet()));
      assertArrayEquals(new double[] {5, 6}, TestFiles.named(outputs, "y[2]").doubles());
    }
  }

  @Test
  void aSequenceCannotGoIn() {
    try (Session session = open("sequence_input")) {
      InputSpec input = session.inputs().getFirst();
      assertFalse(input.canBeFed());
      assertEquals("a sequence", input.kind());
    }
  }

  @Test
  void returnsOnlyTheOutputsAskedFor() {
    try (Session session = open("argmax");
        Feed feed = Feed.of(Map.of("x", Tensor.ofFloats(Shape.of(1, 6), 0, 1, 9, 0, 0, 0)))) {
      Map<String, Tensor> outputs = session.run(feed, Set.of("i")).tensors();
      assertEquals(Set.of("i"), outputs.keySet());
      assertArrayEquals(new long[] {2}, TestFiles.named(outputs, "i").longs());
    }
  }

  @Test
  void refusesGarbageInOneLine(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("garbage.onnx"), "this is no model");
    OrtFailure e = assertThrows(OrtFailure.class, () -> Session.open(file, Optimization.NONE, 1));
    assertEquals(file + " cannot be loaded: Protobuf parsing failed.", e.words());
  }

  @Test
  void aRunThatFailsSaysWhy() {
    try (Session session = open("two_inputs");
        Feed feed = Feed.of(Map.of("a", Tensor.ofFloats(Shape.of(1, 1), 0)))) {
      OrtFailure e = assertThrows(OrtFailure.class, () -> session.run(feed));
      assertTrue(e.words().startsWith("the run failed: "), e.words());
      assertFalse(e.words().contains("\n"), e.words());
    }
  }
}
