package dev.repfuse.ir.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.text.ModelText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Graphs that return other values than they did. */
class ReturnOthersTest {
  @Test
  void whatWasReturnedIsAValueLikeOthers() {
    Model model =
        ModelText.parse(
            """
            g (float[2] x) => (float[2] y, float[2] z) {
              a = Neg (x)
              y = Abs (a)
              z = Relu (y)
            }
            """);
    NamedValue y = model.graph().outputs().getFirst().value();
    NamedValue a = (NamedValue) ((Result) y).producer().input(0);

    ReturnOthers.in(model.graph(), List.of(a));

    assertEquals(
        List.of("a"),
        model.graph().outputs().stream().map(Output::value).map(NamedValue::name).toList());
    assertEquals(1, y.uses().size(), "z reads it, no caller does");
    assertEquals(2, a.uses().size());
  }
}
