package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static dev.repfuse.ir.infer.Sketch.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Recurrent operators. */
class RecurrentTypesTest {

  @Test
  void stacksDirections() {
    Sketch sketch =
        Sketch.opset(14)
            .input("x", "float[T,N,16]")
            .weight("w", "float[2,128,16]")
            .weight("r", "float[2,128,32]")
            .node(
                "y, h, c = LSTM(x, w, r)",
                integer("hidden_size", 32),
                text("direction", "bidirectional"));
    assertEquals("float[T,2,N,32]", sketch.type("y"));
    assertEquals("float[2,N,32]", sketch.type("h"));
    assertEquals("float[2,N,32]", sketch.type("c"));
  }

  @Test
  void readsBatchFirstAndLearnsTheSizeFromTheWeight() {
    Sketch sketch =
        Sketch.opset(14)
            .input("x", "float[N,T,16]")
            .weight("w", "float[1,96,16]")
            .weight("r", "float[1,96,32]")
            .node("y, h = GRU(x, w, r)", integer("layout", 1));
    assertEquals("float[N,T,1,32]", sketch.type("y"));
    assertEquals("float[N,1,32]", sketch.type("h"));
  }
}
