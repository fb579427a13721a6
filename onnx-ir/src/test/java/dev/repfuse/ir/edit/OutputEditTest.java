package dev.repfuse.ir.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.ValueInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Graph outputs that come and go. */
class OutputEditTest {
  private final GraphSketch sketch = GraphSketch.create();
  private final NamedValue x = sketch.input("x");

  @Test
  void returnAddsAnOutputBehindANode() {
    Result a = sketch.result("Abs", "a", x);
    sketch.output(sketch.result("Neg", "y", a));

    sketch.apply(
        new Edit.Return(
            a.producer(),
            List.of(
                NewNode.of("Exp", "", List.of(Operand.of(a)), List.of()),
                NewNode.of("Log", "", List.of(new Operand.Made(0, 0)), List.of())),
            ValueInfo.of("z", Type.UNKNOWN)));

    assertEquals(List.of("a=Abs(x)", "z_part=Exp(a)", "z=Log(z_part)", "y=Neg(a)"), sketch.nodes());
    assertEquals(List.of("y", "z"), sketch.outputs());
  }

  @Test
  void returnMayStandAtTheEnd() {
    Result y = sketch.result("Abs", "y", x);
    sketch.output(y);

    sketch.apply(
        new Edit.Return(
            y.producer(),
            List.of(NewNode.of("Neg", "", List.of(Operand.of(y)), List.of())),
            ValueInfo.of("z", Type.UNKNOWN)));

    assertEquals(List.of("y=Abs(x)", "z=Neg(y)"), sketch.nodes());
  }

  @Test
  void withdrawTakesAwayWhatOnlyTheOutputNeeded() {
    Result a = sketch.result("Abs", "a", x);
    sketch.output(sketch.result("Neg", "y", sketch.result("Exp", "e", a)));
    sketch.output(sketch.result("Log", "z", a));

    sketch.apply(new Edit.Withdraw(a.graph(), 0));

    assertEquals(List.of("a=Abs(x)", "z=Log(a)"), sketch.nodes());
    assertEquals(List.of("z"), sketch.outputs());
  }

  @Test
  void withdrawLeavesWhatIsReadInside() {
    Result y = sketch.result("Abs", "y", x);
    sketch.output(y);
    sketch.output(sketch.result("Neg", "z", y));

    sketch.apply(new Edit.Withdraw(y.graph(), 0));

    assertEquals(List.of("y=Abs(x)", "z=Neg(y)"), sketch.nodes());
    assertEquals(List.of("z"), sketch.outputs());
  }
}
