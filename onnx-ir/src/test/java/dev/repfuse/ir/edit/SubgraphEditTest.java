package dev.repfuse.ir.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Edits around subgraphs, which read values of the graphs around them. */
class SubgraphEditTest {
  private final GraphSketch sketch = GraphSketch.create();
  private final NamedValue x = sketch.input("x");

  @Test
  void capturesBySubgraphsAreUsesAndAreReleasedWithTheNode() {
    Result a = sketch.result("Abs", "a", x);
    Initializer k = sketch.constant("k");
    GraphSketch then = sketch.inside();
    then.output(then.result("Add", "t", a, k));
    GraphSketch nested = then.inside();
    nested.output(nested.result("Mul", "n", a, k));
    Attribute deeper = Attribute.of("body", nested.graph);
    then.node("If", List.of(deeper), List.of("unread"), k);
    Attribute branch = Attribute.of("then_branch", then.graph);
    Node condition = sketch.node("If", List.of(branch), List.of("y"), x);
    Result z = sketch.result("Neg", "z", x);
    sketch.output(z);

    assertEquals(2, a.uses().size());
    assertEquals(3, k.uses().size());
    sketch.apply(new Edit.Discard(condition));
    assertEquals(List.of("z=Neg(x)"), sketch.nodes());
    assertEquals(List.of(), sketch.constants());
    assertEquals(1, x.uses().size());
  }

  @Test
  void bypassReachesReadersInSubgraphs() {
    Result a = sketch.result("Abs", "a", x);
    Result b = sketch.result("Identity", "b", a);
    GraphSketch branch = sketch.inside();
    Result inner = branch.result("Identity", "i", b);
    branch.output(branch.result("Neg", "t", inner));
    Attribute attribute = Attribute.of("then_branch", branch.graph);
    sketch.output(sketch.node("If", List.of(attribute), List.of("y"), x).results().getFirst());

    sketch.apply(new Edit.Bypass(b, a));
    assertEquals(List.of("i=Identity(a)", "t=Neg(i)"), branch.nodes());
    assertTrue(Edit.canBypass(inner, a), "an outer value may stand in for an inner one");
    assertFalse(Edit.canBypass(a, inner), "an inner value cannot stand in for an outer one");
    sketch.apply(new Edit.Bypass(inner, a));
    assertEquals(List.of("t=Neg(a)"), branch.nodes());
  }

  @Test
  void siblingsCannotReadEachOther() {
    GraphSketch one = sketch.inside();
    Result p = one.result("Abs", "p", x);
    one.output(one.result("Neg", "p2", p));
    GraphSketch other = sketch.inside();
    Result q = other.result("Abs", "q", x);
    other.output(other.result("Neg", "q2", q));
    assertFalse(Edit.canBypass(p, q));
  }

  @Test
  void aSubgraphThatReturnsAnOuterValueKeepsItsName() {
    Result a = sketch.result("Abs", "a", x);
    Result b = sketch.result("Identity", "b", a);
    GraphSketch branch = sketch.inside();
    branch.output(b);
    Attribute attribute = Attribute.of("then_branch", branch.graph);
    sketch.output(sketch.node("If", List.of(attribute), List.of("y"), x).results().getFirst());
    sketch.apply(new Edit.Bypass(b, a));
    assertEquals(List.of("b"), branch.outputs());
    assertEquals("b=Abs(x)", sketch.nodes().getFirst());
  }
}
