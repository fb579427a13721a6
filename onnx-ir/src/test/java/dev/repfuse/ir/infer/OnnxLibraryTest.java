package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.ints;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Type;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The native library as a second opinion. */
class OnnxLibraryTest {

  private static String asked(Sketch sketch, String name) {
    return Sketch.text(
        LibraryInference.ONNX.types(sketch.model()).getOrDefault(name, Type.UNKNOWN));
  }

  @Test
  void seesShapesAndSmallConstantsButNoWeights() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[1,3,32,32]")
            .weight("w", "float[64,3,3,3]")
            .longs("target", 1, -1)
            .node("c = Conv(x, w)")
            .node("y = Reshape(c, target)")
            .output("y", "float[9,9,9]");
    assertEquals("float[1,64,30,30]", asked(sketch, "c"));
    assertEquals("float[1,57600]", asked(sketch, "y"));
  }

  @Test
  void fillsWhatTheRulesDoNotKnow() {
    Sketch sketch =
        Sketch.opset(20)
            .input("theta", "float[2,2,3]")
            .longs("size", 2, 3, 5, 6)
            .node("y = AffineGrid(theta, size)")
            .output("y", "float");
    assertEquals("float", sketch.type("y"));
    Types types = Types.infer(sketch.model());
    assertEquals("float[2,5,6,2]", Sketch.text(types.of(sketch.value("y"))));
  }

  @Test
  void isNotAskedBeyondItsOpset() {
    Sketch sketch = Sketch.opset(23).input("x", "float[1]").node("y = Relu(x)");
    assertEquals(Map.of(), LibraryInference.ONNX.types(sketch.model()));
  }

  @Test
  void isNotTrustedWithOperatorsThatItDividesIn() {
    Sketch sketch =
        Sketch.opset(17)
            .input("x", "float[1,128,1]")
            .longs("step", 0)
            .node("y = STFT(x, step)")
            .node("z = Relu(x)");
    assertEquals(Map.of(), LibraryInference.ONNX.types(sketch.model()));
  }

  @Test
  void survivesAModelThatTheLibraryRefuses() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[1,3]")
            .node("y = Transpose(x)", ints("perm", 0, 7))
            .node("z = Unheard(x)", Attribute.of("a", 1f));
    assertEquals("?", asked(sketch, "z"));
  }
}
