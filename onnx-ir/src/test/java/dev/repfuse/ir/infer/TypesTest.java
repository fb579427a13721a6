package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static dev.repfuse.ir.infer.Sketch.ints;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Carried;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.GraphEditor;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The pass over the graph: what is believed, what is asked, and what an edit changes. */
class TypesTest {

  @Test
  void believesComputationMoreThanDeclarations() {
    Sketch sketch =
        Sketch.opset(13).input("x", "float[1,3]").node("y = Relu(x)").declare("y", "int64[7,7]");
    assertEquals("float[1,3]", sketch.type("y"));
  }

  @Test
  void fillsWhatComputationLeavesOpen() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,3]")
            .input("t", "int64[2]")
            .node("y = Reshape(x, t)")
            .node("z = Unheard(x)")
            .declare("y", "float[7,3]")
            .output("z", "float[4,4]");
    assertEquals("float[7,3]", sketch.type("y"));
    assertEquals("float[4,4]", sketch.type("z"));
    assertEquals("?", Sketch.text(Types.computed(sketch.model()).of(sketch.value("z"))));
  }

  @Test
  void doesNotBelieveTheSymbolsOfADeclaredResult() {
    Sketch sketch =
        Sketch.opset(13).input("x", "float[N,H]").node("y = Unheard(x)").output("y", "float[N,H]");
    assertEquals("float[?,?]", sketch.type("y"));
  }

  @Test
  void ignoresADeclarationThatContradicts() {
    Sketch sketch =
        Sketch.opset(13).input("x", "float[?,3]").node("y = Relu(x)").output("y", "float[8,4]");
    assertEquals("float[?,3]", sketch.type("y"));
  }

  @Test
  void doesNotKnowAnInputThatACallerMayOverride() {
    Sketch sketch =
        Sketch.opset(13)
            .overridable("w", Tensor.ofLongs(Shape.of(2), 1, 2))
            .node("y = Identity(w)");
    assertEquals("int64[2]", sketch.type("y"));
    assertEquals("unknown", sketch.numbers("w"));
    assertEquals("unknown", sketch.numbers("y"));
  }

  @Test
  void knowsConstants() {
    Sketch sketch = Sketch.opset(13).longs("w", 1, 2).weight("big", "float[100,100]");
    assertEquals("[1, 2]", sketch.numbers("w"));
    Types types = sketch.types();
    assertEquals(10_000, types.known(sketch.value("big")).orElseThrow().elementCount());
    assertEquals(Type.UNKNOWN, types.of(Absent.ABSENT));
    assertEquals(ElementType.FLOAT, types.element(sketch.value("big")));
    assertEquals(Optional.of(Shape.of(2)), types.shape(sketch.value("w")));
  }

  @Test
  void asksTheLibraryOnceAndOnlyForWhatIsUnknown() {
    Sketch sketch =
        Sketch.opset(13).input("x", "float[N]").node("y = Unheard(x)").node("z = Relu(x)");
    int[] asked = new int[1];
    LibraryInference library =
        _ -> {
          asked[0]++;
          return Map.of("y", Sketch.typeOf("float[3]"), "z", Sketch.typeOf("int64[9]"));
        };
    Types types = Types.infer(sketch.model(), library);
    assertEquals("float[N]", Sketch.text(types.of(sketch.value("z"))));
    assertEquals(0, asked[0]);
    assertEquals("float[3]", Sketch.text(types.of(sketch.value("y"))));
    assertEquals("float[3]", Sketch.text(types.of(sketch.value("y"))));
    assertEquals(1, asked[0]);
  }

  @Test
  void doesNotAskTheLibraryAboutIllegalModels() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[1,3,8,8]")
            .node("y = MaxPool(x)", ints("kernel_shape", 2, 2), ints("strides", 0, 0));
    LibraryInference library =
        _ -> {
          throw new AssertionError("asked");
        };
    assertEquals("?", Sketch.text(Types.infer(sketch.model(), library).of(sketch.value("y"))));
  }

  @Test
  void infersWhatAnEditMade() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,3,8,8]")
            .weight("w", "float[4,3,1,1]")
            .node("c = Conv(x, w)")
            .node("y = Relu(c)")
            .output("y", "float");
    Types types = sketch.types();
    Result result = (Result) sketch.value("c");
    NewNode relu = NewNode.of("Relu", "", List.of(Operand.of(sketch.value("x"))), List.of());
    NewNode conv =
        NewNode.of(
            "Conv", "", List.of(new Operand.Made(0, 0), Operand.of(sketch.value("w"))), List.of());
    GraphEditor.Change change = GraphEditor.apply(new Edit.Rebuild(result, List.of(relu, conv)));
    types.update(change.made());
    assertEquals(
        "float[N,3,8,8]", Sketch.text(types.of(change.made().getFirst().result().orElseThrow())));
    assertEquals("float[N,4,8,8]", Sketch.text(types.of(result)));
  }

  @Test
  void keepsAKnownTypeWhenANewNodeTellsLess() {
    Sketch sketch = Sketch.opset(13).input("x", "float[N,3]").node("y = Relu(x)");
    Types types = sketch.types();
    Result result = (Result) sketch.value("y");
    NewNode unheard = NewNode.of("Unheard", "", List.of(Operand.of(sketch.value("x"))), List.of());
    types.update(GraphEditor.apply(new Edit.Rebuild(result, List.of(unheard))).made());
    assertEquals("float[N,3]", Sketch.text(types.of(result)));
  }

  @Test
  void leavesFunctionsAndOtherDomainsUnknown() {
    Sketch sketch = Sketch.opset(13).input("x", "float[N]");
    GraphMutator mutator = new GraphMutator(sketch.graph());
    Node node =
        mutator.newNode(
            new Operator("com.acme", "Relu", ""),
            "",
            List.of(sketch.value("x")),
            List.of(),
            Carried.NONE,
            Optional.empty());
    Result result = mutator.addResult(node, 0, "y");
    mutator.append(node);
    assertEquals(Type.UNKNOWN, sketch.types().of(result));
  }

  @Test
  void walksALongChainWithoutRecursion() {
    Sketch sketch = Sketch.opset(13).input("x", "float[N,3]").node("v0 = Neg(x)");
    for (int i = 1; i < 50_000; i++) {
      sketch.node("v%d = Neg(v%d)".formatted(i, i - 1));
    }
    assertEquals("float[N,3]", sketch.type("v49999"));
  }

  @Test
  void recordsFaultsInOrder() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[2,3]")
            .node("a = Concat(x, x)", integer("axis", 7))
            .node("b = Transpose(x)", ints("perm", 0, 0));
    Model model = sketch.model();
    List<Fault> faults = Types.computed(model).faults();
    assertEquals(2, faults.size());
    assertEquals("axis 7 is out of range for rank 2", faults.getFirst().cause());
    assertTrue(faults.getLast().node().is("Transpose"));
  }
}
