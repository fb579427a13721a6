package dev.repfuse.ir.check;

import static dev.repfuse.ir.infer.Sketch.integer;
import static dev.repfuse.ir.infer.Sketch.ints;
import static dev.repfuse.ir.infer.Sketch.text;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Carried;
import dev.repfuse.ir.Function;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.infer.Sketch;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What makes a model illegal, and what does not. */
class ModelCheckTest {

  private static String refusal(Model model) {
    return assertThrows(ModelException.class, () -> ModelCheck.check(model)).getMessage();
  }

  private static String refusal(Sketch sketch) {
    return refusal(sketch.model());
  }

  private static Sketch x(String type) {
    return Sketch.opset(13).input("x", type);
  }

  private static Model versions(long ir, OpsetImport... opsets) {
    Graph graph = x("float[1]").node("y = Relu(x)").graph();
    return new Model(ir, "", List.of(opsets), graph, List.of(), Carried.NONE);
  }

  private static OpsetImport opset(String domain, long version) {
    return new OpsetImport(domain, version, Optional.empty());
  }

  @Test
  void acceptsALegalModel() {
    assertDoesNotThrow(() -> ModelCheck.check(x("float[N,3]").node("y = Relu(x)").model()));
  }

  @Test
  void refusesVersionsItDoesNotKnow() {
    assertEquals("has no ir_version, so it is not an ONNX model", refusal(versions(0)));
    assertEquals("has the ir_version 999; the newest known is 14", refusal(versions(999)));
    assertEquals(
        "imports version 0 of the standard operator set; versions 1 to 28 are known",
        refusal(versions(8, opset("", 0))));
    assertEquals(
        "imports version 999 of the standard operator set; versions 1 to 28 are known",
        refusal(versions(8, opset("", 999))));
    assertEquals(
        "imports the operator set 'ai.onnx' in versions 13 and 14",
        refusal(versions(8, opset("", 13), opset("ai.onnx", 14))));
    assertEquals(
        "node Relu 'y': the model imports no version of the standard operator set",
        refusal(versions(8, opset("com.acme", 1))));
    assertDoesNotThrow(() -> ModelCheck.check(versions(8, opset("", 0), opset("", 13))));
  }

  @Test
  void refusesNodesOfTheWrongForm() {
    assertEquals(
        "node Conv 'y': it has 1 inputs; 2 to 3 are needed",
        refusal(x("float[1,3,8,8]").node("y = Conv(x)")));
    assertEquals(
        "node Relu 'y': it has 2 inputs; 1 are needed",
        refusal(x("float[1]").node("y = Relu(x, x)")));
    assertEquals(
        "node Relu 'y': it has 2 outputs; 1 are needed",
        refusal(x("float[1]").node("y, z = Relu(x)")));
    assertEquals(
        "node Cast 'y': its attribute 'to' is missing", refusal(x("float[1]").node("y = Cast(x)")));
    assertEquals(
        "node Flatten 'y': attribute 'axis' is a string where an integer is needed",
        refusal(x("float[1]").node("y = Flatten(x)", text("axis", "1"))));
    assertEquals("node 'y': it names no operator", refusal(x("float[1]").node("y = (x)")));
  }

  @Test
  void refusesAReferenceOutsideOfAFunction() {
    Attribute reference = Attribute.of("axis", new Attribute.Reference("outer", 2));
    assertEquals(
        "node Flatten 'y': attribute 'axis' refers to an attribute of a function, but stands in"
            + " none",
        refusal(x("float[1]").node("y = Flatten(x)", reference)));
  }

  @Test
  void refusesTypesThatAnOperatorDoesNotTake() {
    assertEquals(
        "node Conv 'y': its input 'w' is of the type int64, which the operator does not take",
        refusal(x("float[1,3,8,8]").weight("w", "int64[4,3,3,3]").node("y = Conv(x, w)")));
    assertEquals(
        "node Add 'y': it mixes float and int64",
        refusal(x("float[3]").longs("k", 1, 2, 3).node("y = Add(x, k)")));
    assertEquals(
        "node Concat 'y': it mixes float and int64",
        refusal(x("float[1]").longs("k", 1).node("y = Concat(x, k)", integer("axis", 0))));
  }

  @Test
  void refusesContradictionsByTheNodesName() {
    assertEquals(
        "node Conv 'y': group 2 does not divide its 3 input channels",
        refusal(
            x("float[1,3,8,8]")
                .weight("w", "float[4,3,3,3]")
                .node("y = Conv(x, w)", integer("group", 2))));
    assertEquals(
        "node Transpose 'y': perm has the axis 0 twice",
        refusal(x("float[2,3]").node("y = Transpose(x)", ints("perm", 0, 0))));
  }

  @Test
  void doesNotTakeDeclarationsOfResultsForFacts() {
    Sketch sketch =
        x("float[1,3,8,8]")
            .weight("w", "float[4,3,3,3]")
            .node("u = Unheard(x)")
            .node("y = Conv(u, w)")
            .declare("u", "int64[7]");
    assertDoesNotThrow(() -> ModelCheck.check(sketch.model()));
  }

  @Test
  void leavesUnknownOperatorsAndAttributesAlone() {
    Sketch sketch =
        x("float[1]")
            .node("y = FooBar(x)", integer("depth", 3))
            .node("z = Relu(y)", text("flavour", "sour"));
    assertDoesNotThrow(() -> ModelCheck.check(sketch.model()));
  }

  @Test
  void acceptsASparseConstant() {
    Tensor one = Tensor.ofFloats(Shape.of(1), 1);
    Attribute sparse =
        Attribute.of(
            "value",
            new Attribute.SparseTensorValue(
                new dev.repfuse.ir.SparseTensor(
                    one, Tensor.ofLongs(Shape.of(1), 3), Shape.of(3, 3), Optional.empty())));
    assertDoesNotThrow(
        () -> ModelCheck.check(Sketch.opset(11).node("y = Constant()", sparse).model()));
  }

  @Test
  void refusesBranchesOfDifferentOutputs() {
    Sketch outer = Sketch.opset(13).input("c", "bool[]").input("x", "float[N]");
    Sketch two = outer.inside().node("a = Relu(x)").output("a", "float").output("a", "float");
    Sketch one = outer.inside().node("a = Neg(x)").output("a", "float");
    outer.node(
        "y = If(c)",
        Attribute.of("then_branch", two.graph()),
        Attribute.of("else_branch", one.graph()));
    assertEquals("node If 'y': its branches have 2 and 1 outputs", refusal(outer));
    Sketch missing = Sketch.opset(13).input("c", "bool[]").input("x", "float[N]");
    Sketch only = missing.inside().node("a = Relu(x)").output("a", "float");
    missing.node("y = If(c)", Attribute.of("then_branch", only.graph()));
    assertEquals("node If 'y': its attribute 'else_branch' is missing", refusal(missing));
  }

  @Test
  void looksIntoBranches() {
    Sketch outer = Sketch.opset(13).input("c", "bool[]").input("x", "float[N]");
    Sketch bad = outer.inside().node("a = Relu(x, x)").output("a", "float");
    outer.node(
        "y = If(c)",
        Attribute.of("then_branch", bad.graph()),
        Attribute.of("else_branch", bad.graph()));
    assertEquals("node Relu 'a': it has 2 inputs; 1 are needed", refusal(outer));
  }

  private static Function function(String name, String calls) {
    Graph body = Graph.create(name);
    GraphMutator mutator = new GraphMutator(body);
    var node =
        mutator.newNode(
            new Operator("local", calls, ""),
            "",
            List.of(),
            List.of(),
            Carried.NONE,
            Optional.empty());
    mutator.addResult(node, 0, "y");
    mutator.append(node);
    return new Function(
        new Operator("local", name, ""), body, List.of(), List.of(), List.of(), MemorySegment.NULL);
  }

  private static Model with(Function... functions) {
    Model model = x("float[1]").node("y = Relu(x)").model();
    return new Model(8, "", model.opsets(), model.graph(), List.of(functions), Carried.NONE);
  }

  @Test
  void refusesFunctionsThatCallThemselves() {
    assertEquals("function 'F' calls itself", refusal(with(function("F", "F"))));
    assertEquals(
        "function 'F' calls itself", refusal(with(function("F", "G"), function("G", "F"))));
    assertDoesNotThrow(() -> ModelCheck.check(with(function("F", "G"), function("G", "Relu"))));
  }

  @Test
  void followsALongChainOfFunctions() {
    Function[] chain = new Function[5_000];
    for (int i = 0; i < chain.length; i++) {
      chain[i] = function("F" + i, "F" + (i + 1));
    }
    assertDoesNotThrow(() -> ModelCheck.check(with(chain)));
  }
}
