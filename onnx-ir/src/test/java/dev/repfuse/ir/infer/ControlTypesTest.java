package dev.repfuse.ir.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Attribute;
import org.junit.jupiter.api.Test;

/** Operators that run subgraphs. */
class ControlTypesTest {

  private static Sketch branch(Sketch outer, String line, String type) {
    return outer.inside().node(line).output("r", type);
  }

  @Test
  void keepsWhatBothBranchesAgreeOn() {
    Sketch outer =
        Sketch.opset(13).input("c", "bool[]").input("x", "float[N,3]").input("z", "float[M,3]");
    Sketch yes = branch(outer, "r = Relu(x)", "float");
    Sketch no = branch(outer, "r = Neg(z)", "float");
    outer.node(
        "y = If(c)",
        Attribute.of("then_branch", yes.graph()),
        Attribute.of("else_branch", no.graph()));
    assertEquals("float[?,3]", outer.type("y"));
  }

  @Test
  void infersInsideOfBranches() {
    Sketch outer = Sketch.opset(13).input("c", "bool[]").input("x", "float[N,3]");
    Sketch yes = branch(outer, "r = Transpose(x)", "float");
    outer.node(
        "y = If(c)",
        Attribute.of("then_branch", yes.graph()),
        Attribute.of("else_branch", yes.graph()));
    assertEquals("float[3,N]", Sketch.text(outer.types().of(yes.value("r"))));
  }

  @Test
  void believesOnlyTheElementTypeOfACarriedValue() {
    Sketch outer =
        Sketch.opset(13).input("trips", "int64[]").input("go", "bool[]").input("x", "float[2]");
    Sketch body =
        outer
            .inside()
            .input("i", "int64[]")
            .input("on", "bool[]")
            .input("carried", "float[2]")
            .node("next = Identity(carried)")
            .node("still = Identity(on)")
            .node("seen = Relu(x)")
            .output("still", "bool[]")
            .output("next", "float[2]")
            .output("seen", "float");
    outer.node("y, all = Loop(trips, go, x)", Attribute.of("body", body.graph()));
    assertEquals("float", outer.type("y"));
    assertEquals("float[?,2]", outer.type("all"));
  }
}
