package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static dev.repfuse.ir.infer.Sketch.ints;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators that tell or change a shape. */
class ShapeOpTypesTest {

  private static Sketch reshape(String input, long... target) {
    return Sketch.opset(14)
        .input("x", input)
        .longs("target", target)
        .node("y = Reshape(x, target)");
  }

  @Test
  void tellsAShape() {
    Sketch sketch = Sketch.opset(15).input("x", "float[2,3,4]").node("y = Shape(x)");
    assertEquals("[2, 3, 4]", sketch.numbers("y"));
    Sketch part =
        Sketch.opset(15)
            .input("x", "float[N,3,4]")
            .node("y = Shape(x)", integer("start", -2), integer("end", 9));
    assertEquals("[3, 4]", part.numbers("y"));
    Sketch unknown = Sketch.opset(15).input("x", "float").node("y = Shape(x)");
    assertEquals("int64[?]", unknown.type("y"));
  }

  @Test
  void countsElements() {
    Sketch sketch = Sketch.opset(13).input("x", "float[2,3,4]").node("y = Size(x)");
    assertEquals("[24]", sketch.numbers("y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "float[2,3,4] | 6,4     | float[6,4]",
        "float[2,3,4] | 0,-1    | float[2,12]",
        "float[N,3,4] | 0,-1    | float[N,12]",
        "float[?,3,4] | 0,-1    | float[?,12]",
        "float[N,3,4] | -1,3,4  | float[N,3,4]",
        "float[N,3,4] | -1,12   | float[N,12]",
        "float[N,3,4] | -1,6    | float[?,6]",
        "float[N,M,4] | 0,-1,2  | float[N,?,2]",
        "float[2,3,4] | 5,-1    | float",
        "float[2,3,4] | 5,5     | float",
      })
  void reshapes(String input, String target, String result) {
    long[] numbers =
        java.util.Arrays.stream(target.split(",")).mapToLong(Long::parseLong).toArray();
    assertEquals(result, reshape(input, numbers).type("y"));
  }

  @Test
  void refusesImpossibleTargets() {
    assertEquals("its target shape has more than one -1", reshape("float[6]", -1, -1).fault());
    assertEquals("its target shape has the extent -2", reshape("float[6]", -2).fault());
    assertEquals("its target shape copies axis 1 of [6]", reshape("float[6]", 6, 0).fault());
  }

  @Test
  void readsZeroAsAnExtentWhenAllowed() {
    Sketch sketch =
        Sketch.opset(14)
            .input("x", "float[0,3]")
            .longs("target", 3, 0)
            .node("y = Reshape(x, target)", integer("allowzero", 1));
    assertEquals("float[3,0]", sketch.type("y"));
  }

  @Test
  void followsATargetMadeOfShapePieces() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,8,H,W]")
            .longs("zero", 0)
            .longs("rest", 2, 4, -1)
            .node("shape = Shape(x)")
            .node("batch = Gather(shape, zero)")
            .node("target = Concat(batch, rest)", integer("axis", 0))
            .node("y = Reshape(x, target)");
    assertEquals("float[N,2,4,?]", sketch.type("y"));
  }

  @Test
  void shufflesChannelsWithADynamicBatch() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,8,6,6]")
            .longs("index", 0)
            .longs("split", 2, 4, 6, 6)
            .longs("joined", 8, 6, 6)
            .node("shape = Shape(x)")
            .node("batch = Gather(shape, index)")
            .node("first = Concat(batch, split)", integer("axis", 0))
            .node("groups = Reshape(x, first)")
            .node("swapped = Transpose(groups)", ints("perm", 0, 2, 1, 3, 4))
            .node("second = Concat(batch, joined)", integer("axis", 0))
            .node("y = Reshape(swapped, second)");
    assertEquals("float[N,4,2,6,6]", sketch.type("swapped"));
    assertEquals("float[N,8,6,6]", sketch.type("y"));
  }

  @Test
  void flattens() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,3,4]")
            .node("a = Flatten(x)")
            .node("b = Flatten(x)", integer("axis", 0))
            .node("c = Flatten(x)", integer("axis", -1));
    assertEquals("float[N,12]", sketch.type("a"));
    assertEquals("float[1,?]", sketch.type("b"));
    assertEquals("float[?,4]", sketch.type("c"));
  }

  @Test
  void squeezesByAttributeAndByInput() {
    Sketch old =
        Sketch.opset(11).input("x", "float[1,N,1]").node("y = Squeeze(x)", ints("axes", 0, -1));
    assertEquals("float[N]", old.type("y"));
    Sketch now =
        Sketch.opset(13)
            .input("x", "float[1,N,1]")
            .longs("axes", 2)
            .node("y = Squeeze(x, axes)")
            .node("z = Squeeze(x)");
    assertEquals("float[1,N]", now.type("y"));
    assertEquals("float", now.type("z"));
  }

  @Test
  void unsqueezes() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,3]")
            .longs("axes", -1, 0)
            .node("y = Unsqueeze(x, axes)");
    assertEquals("float[1,N,3,1]", sketch.type("y"));
  }

  @Test
  void expandsSmallTensors() {
    Sketch sketch =
        Sketch.opset(13).longs("x", 5).longs("target", 2, 2).node("y = Expand(x, target)");
    assertEquals("[5, 5, 5, 5]", sketch.numbers("y"));
  }

  @Test
  void leavesHugeTensorsAlone() {
    Sketch sketch =
        Sketch.opset(13).longs("x", 5).longs("target", 1L << 40).node("y = Expand(x, target)");
    assertEquals("int64[1099511627776]", sketch.type("y"));
    assertEquals("unknown", sketch.numbers("y"));
  }
}
