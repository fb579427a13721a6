package dev.repfuse.runtime.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.runtime.DataException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Options are checked when they are made. */
class VerifyOptionsTest {
  @Test
  void readsShapesFromText() {
    VerifyOptions options =
        VerifyOptions.defaults().withShape("N=2").withShape("x=1x3x224x224").withShape("a=b=4,5");
    assertEquals(
        Map.of("N", List.of(2L), "x", List.of(1L, 3L, 224L, 224L), "a=b", List.of(4L, 5L)),
        options.shapes());
  }

  @Test
  void refusesTextThatIsNoShape() {
    for (String text : List.of("N", "=2", "N=", "N=two", "x=1x", "x=-1")) {
      DataException e =
          assertThrows(DataException.class, () -> VerifyOptions.defaults().withShape(text));
      assertEquals(
          "'" + text + "' is no shape: write name=size or input=1x3x224x224", e.getMessage());
    }
  }

  @Test
  void refusesNonsense() {
    VerifyOptions options = VerifyOptions.defaults();
    assertThrows(IllegalArgumentException.class, () -> options.withTolerance(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> options.withSamples(0));
    assertThrows(IllegalArgumentException.class, () -> options.withThreads(0));
  }
}
