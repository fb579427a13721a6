package dev.repfuse.ir.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Type;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The table of the standard operators. */
class SchemasTest {

  @Test
  void findsTheVersionThatAnOpsetUses() {
    assertEquals(1, Schemas.of("Conv", 10).orElseThrow().since());
    assertEquals(11, Schemas.of("Conv", 11).orElseThrow().since());
    assertEquals(11, Schemas.of("Conv", 21).orElseThrow().since());
    assertEquals(22, Schemas.of("Conv", Schemas.NEWEST_OPSET).orElseThrow().since());
  }

  @Test
  void knowsNothingOfOthers() {
    assertEquals(Optional.empty(), Schemas.of("FooBar", 13));
    assertEquals(Optional.empty(), Schemas.of("Gelu", 13));
    assertEquals(Optional.empty(), Schemas.of("Upsample", 10));
    assertEquals(Optional.empty(), Schemas.of("Conv", 0));
  }

  @Test
  void tellsInputsOutputsAndAttributes() {
    Schema conv = Schemas.of("Conv", 13).orElseThrow();
    assertEquals(new Schema.Count(2, 3), conv.inputs());
    assertEquals(new Schema.Count(1, 1), conv.outputs());
    assertEquals(
        Optional.of(new Schema.AttributeSchema("strides", 7, false)),
        Optional.ofNullable(conv.attributes().get("strides")));
    Schema concat = Schemas.of("Concat", 13).orElseThrow();
    assertEquals(new Schema.Count(1, Integer.MAX_VALUE), concat.inputs());
    assertTrue(Optional.ofNullable(concat.attributes().get("axis")).orElseThrow().required());
  }

  @Test
  void tellsTypes() {
    Schema conv = Schemas.of("Conv", 13).orElseThrow();
    assertTrue(conv.formal(0).allows(Type.tensor(ElementType.FLOAT, Shape.of(1))));
    assertFalse(conv.formal(1).allows(Type.tensor(ElementType.INT64, Shape.of(1))));
    assertTrue(conv.formal(1).allows(Type.UNKNOWN));
    assertFalse(conv.formal(0).allows(new Type.SequenceType(Type.UNKNOWN)));
    assertEquals("T", conv.formal(2).variable());
    Schema reshape = Schemas.of("Reshape", 13).orElseThrow();
    assertEquals("", reshape.formal(1).variable());
    assertFalse(reshape.formal(1).allows(Type.tensor(ElementType.FLOAT, Shape.of(1))));
  }

  @Test
  void repeatsTheLastInput() {
    Schema concat = Schemas.of("Concat", 13).orElseThrow();
    assertEquals("T", concat.formal(500).variable());
    assertFalse(concat.formal(500).mixed());
    assertTrue(Schemas.of("Loop", 13).orElseThrow().formal(7).mixed());
    assertTrue(
        Schemas.of("Identity", 16)
            .orElseThrow()
            .formal(0)
            .allows(new Type.SequenceType(Type.UNKNOWN)));
  }
}
