package dev.repfuse.ir.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.ValueInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every kind of edit leaves a sound graph, and just what it should. */
class GraphEditorTest {
  private static final Tensor ONE = Tensor.ofFloats(Shape.of(), 1);

  private final GraphSketch sketch = GraphSketch.create();
  private final NamedValue x = sketch.input("x");

  @Test
  void bypassRedirectsReadersAndRemovesWhatIsLeftUnread() {
    Result a = sketch.result("Abs", "a", x);
    Result b = sketch.result("Identity", "b", a);
    sketch.output(sketch.result("Add", "y", b, b));

    GraphEditor.Change change = sketch.apply(new Edit.Bypass(b, a));

    assertEquals(List.of("a=Abs(x)", "y=Add(a,a)"), sketch.nodes());
    assertEquals(1, change.removed());
    assertEquals(2, a.uses().size());
  }

  @Test
  void bypassOfAGraphOutputLetsTheOtherNodeTakeOverItsName() {
    Result a = sketch.result("Abs", "a", x);
    Result y = sketch.result("Identity", "y", a);
    sketch.result("Neg", "n", a);
    sketch.output(y);
    sketch.output(sketch.result("Neg", "z", y));

    sketch.apply(new Edit.Bypass(y, a));

    assertEquals(List.of("y=Abs(x)", "n=Neg(y)", "z=Neg(y)"), sketch.nodes());
    assertEquals(List.of("y", "z"), sketch.outputs());
  }

  @Test
  void bypassCannotGiveAGraphOutputToAnInputOrAConstantOrAnotherOutput() {
    Result y = sketch.result("Identity", "y", x);
    Initializer k = sketch.constant("k");
    Result z = sketch.result("Identity", "z", k);
    Result z2 = sketch.result("Identity", "z2", z);
    sketch.output(y);
    sketch.output(z);
    sketch.output(z2);
    sketch.output(k);

    assertFalse(Edit.canBypass(y, x));
    assertFalse(Edit.canBypass(z, k));
    assertFalse(Edit.canBypass(z2, z));
    assertFalse(Edit.canBypass(k, z));
    assertFalse(Edit.canBypass(y, y));
    assertThrows(IllegalArgumentException.class, () -> GraphEditor.apply(new Edit.Bypass(y, x)));
  }

  @Test
  void bypassCannotReadWhatIsNotYetComputed() {
    Result early = sketch.result("Abs", "early", x);
    Result reader = sketch.result("Neg", "reader", early);
    Result late = sketch.result("Abs", "late", x);
    sketch.output(sketch.result("Add", "y", reader, late));

    assertFalse(Edit.canBypass(early, late));
    assertTrue(Edit.canBypass(late, early));
    assertFalse(Edit.canBypass(x, late));
  }

  @Test
  void aNodeThatLosesOneOfItsResultsKeepsAnUnreadOneInItsPlace() {
    Result a = sketch.result("Abs", "a", x);
    Node dropout = sketch.node("Dropout", List.of(), List.of("y", "mask"), a);
    sketch.output(dropout.results().get(0));
    sketch.output(dropout.results().get(1));

    sketch.apply(new Edit.Bypass(dropout.results().get(0), a));

    assertEquals(List.of("y=Abs(x)", "y_unused,mask=Dropout(y)"), sketch.nodes());
  }

  @Test
  void rebuildStandsWhereTheOldNodeStoodAndKeepsNameAndReaders() {
    Result a = sketch.result("Abs", "a", x);
    Initializer w = sketch.constant("w");
    Result m = sketch.result("Mul", "m", a, w);
    Result y = sketch.result("Relu", "y", m);
    sketch.output(y);
    sketch.constant("w_fused");

    GraphEditor.Change change =
        sketch.apply(
            new Edit.Rebuild(
                y,
                List.of(
                    NewNode.of(
                        "Conv", "c", List.of(Operand.of(x), Operand.of(ONE, "w_fused")), List.of()),
                    NewNode.of("Relu", "r", List.of(new Operand.Made(0, 0)), List.of()))));

    assertEquals(List.of("y_part=Conv(x,w_fused_1)", "y=Relu(y_part)"), sketch.nodes());
    assertEquals(List.of("w_fused", "w_fused_1"), sketch.constants());
    assertEquals(3, change.removed());
    assertEquals(2, change.made().size());
  }

  @Test
  void rebuildMayReadAnyOutputOfItsOwnNodes() {
    Result y = sketch.result("Abs", "y", x);
    sketch.output(y);

    sketch.apply(
        new Edit.Rebuild(
            y,
            List.of(
                NewNode.of("Split", "", List.of(Operand.of(x)), List.of()),
                NewNode.of(
                    "Add",
                    "",
                    List.of(new Operand.Made(0, 1), new Operand.Made(0, 0)),
                    List.of()))));

    assertEquals(List.of("y_part_1,y_part=Split(x)", "y=Add(y_part,y_part_1)"), sketch.nodes());
  }

  @Test
  void rebuildOfOneResultOfManyKeepsTheNodeForTheOthers() {
    Node split = sketch.node("Split", List.of(), List.of("p", "q"), x);
    sketch.output(split.results().get(0));
    sketch.output(split.results().get(1));

    sketch.apply(
        new Edit.Rebuild(
            split.results().get(0),
            List.of(NewNode.of("Slice", "", List.of(Operand.of(x)), List.of()))));

    assertEquals(List.of("p=Slice(x)", "p_unused,q=Split(x)"), sketch.nodes());
  }

  @Test
  void rebuildNeedsANode() {
    Result y = sketch.result("Abs", "y", x);
    assertThrows(IllegalArgumentException.class, () -> new Edit.Rebuild(y, List.of()));
  }

  @Test
  void rebuildOfARemovedNodeIsAnError() {
    Result gone = sketch.result("Abs", "gone", x);
    sketch.apply(new Edit.Discard(gone.producer()));
    Edit late =
        new Edit.Rebuild(
            gone, List.of(NewNode.of("Neg", "", List.of(Operand.of(ONE, "k")), List.of())));
    assertThrows(IllegalStateException.class, () -> GraphEditor.apply(late));
  }

  @Test
  void toConstantLeavesANodeWhereAGraphReturnsIt() {
    Result k = sketch.result("Constant", "k");
    sketch.output(k);
    sketch.output(sketch.result("Add", "y", x, k));
    sketch.output(k);

    sketch.apply(new Edit.ToConstant(k, ONE));

    assertEquals(List.of("k=Constant()", "y=Add(x,k)"), sketch.nodes());
    assertEquals(List.of(), sketch.constants());
    assertEquals(List.of("k", "y", "k"), sketch.outputs());
  }

  @Test
  void toConstantOfOneResultOfManyLeavesNoNameDefinedTwice() {
    Node split = sketch.node("Split", List.of(), List.of("p", "q"), x);
    split.results().forEach(sketch::output);

    sketch.apply(new Edit.ToConstant(split.results().get(0), ONE));

    assertEquals(List.of("p=Constant()", "p_unused,q=Split(x)"), sketch.nodes());
    assertEquals(List.of("p", "q"), sketch.outputs());
  }

  @Test
  void toConstantTakesReferencesByNameWithIt() {
    Result k = sketch.result("Constant", "k");
    sketch.mutator.pin(k, "a quantization annotation");
    sketch.output(sketch.result("Add", "y", x, k));

    sketch.apply(new Edit.ToConstant(k, ONE));

    assertEquals(List.of("y=Add(x,k)"), sketch.nodes());
    Initializer constant = sketch.graph.initializers().iterator().next();
    assertTrue(constant.uses().contains(new Use.ByReference("a quantization annotation")));
    sketch.apply(new Edit.DropConstant(constant));
    assertEquals(List.of("k"), sketch.constants());
  }

  @Test
  void pinnedValuesKeepTheirNamesAndStay() {
    Result a = sketch.result("Abs", "a", x);
    Result b = sketch.result("Identity", "b", a);
    sketch.mutator.pin(b, "training information");
    Result c = sketch.result("Identity", "c", b);
    sketch.output(sketch.result("Neg", "y", c));

    assertFalse(Edit.canBypass(b, x));
    sketch.apply(new Edit.Bypass(b, a));
    assertEquals(List.of("b=Abs(x)", "c=Identity(b)", "y=Neg(c)"), sketch.nodes());
    sketch.apply(new Edit.Discard(b.producer()));
    assertEquals(3, sketch.graph.nodeCount());
  }

  @Test
  void discardRemovesUnreadNodesAloneWithAllThatOnlyTheyRead() {
    Initializer k = sketch.constant("k");
    Result a = sketch.result("Add", "a", x, k);
    Node dead = sketch.node("Neg", List.of(), List.of("dead"), a);
    Node silent = sketch.node("Print", List.of(), List.of(), x);
    Result y = sketch.result("Abs", "y", x);
    sketch.output(y);

    sketch.apply(
        new Edit.Sequence(
            List.of(
                new Edit.Discard(y.producer()), new Edit.Discard(dead), new Edit.Discard(silent))));

    assertEquals(List.of("y=Abs(x)"), sketch.nodes());
    assertEquals(List.of(), sketch.constants());
    sketch.apply(new Edit.Discard(dead));
  }

  @Test
  void dropConstantLeavesWhatIsRead() {
    Initializer read = sketch.constant("read");
    Initializer unread = sketch.constant("unread");
    sketch.output(sketch.result("Add", "y", x, read));
    sketch.apply(
        new Edit.Sequence(List.of(new Edit.DropConstant(read), new Edit.DropConstant(unread))));
    assertEquals(List.of("read"), sketch.constants());
  }

  @Test
  void declarationsOfValuesThatGoAreDropped() {
    Result a = sketch.result("Abs", "a", x);
    Result b = sketch.result("Identity", "b", a);
    sketch.output(sketch.result("Neg", "y", b));
    for (String name : List.of("a", "b", "y", "elsewhere")) {
      sketch.mutator.declare(ValueInfo.of(name, Type.UNKNOWN));
    }
    sketch.apply(new Edit.Bypass(b, a));
    assertEquals(List.of("a", "y", "elsewhere"), List.copyOf(sketch.graph.valueInfos().keySet()));
    assertEquals("elsewhere_1", sketch.mutator.freshName("elsewhere"));
  }

  @Test
  void removalRunsAlongAChainOfAnyLength() {
    NamedValue end = x;
    for (int i = 0; i < 100_000; i++) {
      end = sketch.result("Neg", "n" + i, end);
    }
    Node last = ((Result) end).producer();
    GraphEditor.Change change = sketch.apply(new Edit.Discard(last));
    assertEquals(100_000, change.removed());
    assertEquals(0, sketch.graph.nodeCount());
  }
}
