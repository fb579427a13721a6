package dev.repfuse.runtime;

import static dev.repfuse.ir.ElementType.FLOAT8E4M3FN;
import static dev.repfuse.ir.ElementType.FLOAT8E4M3FNUZ;
import static dev.repfuse.ir.ElementType.FLOAT8E5M2;
import static dev.repfuse.ir.ElementType.FLOAT8E5M2FNUZ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.ElementType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The 8-bit types have the values that the ONNX documentation lists. */
class Float8Test {
  private static final List<ElementType> TYPES =
      List.of(FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ);

  private static float decode(ElementType type, int bits) {
    return Float8.decode(type, (byte) bits);
  }

  @Test
  void decodesTheExtremes() {
    assertEquals(448f, decode(FLOAT8E4M3FN, 0x7E));
    assertEquals(-448f, decode(FLOAT8E4M3FN, 0xFE));
    assertEquals(0x1p-9f, decode(FLOAT8E4M3FN, 0x01));
    assertEquals(240f, decode(FLOAT8E4M3FNUZ, 0x7F));
    assertEquals(0x1p-10f, decode(FLOAT8E4M3FNUZ, 0x01));
    assertEquals(57344f, decode(FLOAT8E5M2, 0x7B));
    assertEquals(0x1p-16f, decode(FLOAT8E5M2, 0x01));
    assertEquals(57344f, decode(FLOAT8E5M2FNUZ, 0x7F));
    assertEquals(0x1p-17f, decode(FLOAT8E5M2FNUZ, 0x01));
  }

  @Test
  void decodesOne() {
    assertEquals(1f, decode(FLOAT8E4M3FN, 0x38));
    assertEquals(1f, decode(FLOAT8E4M3FNUZ, 0x40));
    assertEquals(1f, decode(FLOAT8E5M2, 0x3C));
    assertEquals(1f, decode(FLOAT8E5M2FNUZ, 0x40));
  }

  @Test
  void knowsNanAndInfinity() {
    assertTrue(Float.isNaN(decode(FLOAT8E4M3FN, 0x7F)));
    assertTrue(Float.isNaN(decode(FLOAT8E4M3FN, 0xFF)));
    assertTrue(Float.isNaN(decode(FLOAT8E4M3FNUZ, 0x80)));
    assertTrue(Float.isNaN(decode(FLOAT8E5M2, 0x7D)));
    assertTrue(Float.isNaN(decode(FLOAT8E5M2FNUZ, 0x80)));
    assertEquals(Float.POSITIVE_INFINITY, decode(FLOAT8E5M2, 0x7C));
    assertEquals(Float.NEGATIVE_INFINITY, decode(FLOAT8E5M2, 0xFC));
  }

  @Test
  void everyFiniteValueIsNearestToItself() {
    for (ElementType type : TYPES) {
      for (int bits = 0; bits < 256; bits++) {
        float value = decode(type, bits);
        if (Float.isFinite(value)) {
          assertEquals(value, Float8.decode(type, Float8.nearest(type, value)), 0f, type.keyword());
        }
      }
    }
  }

  @Test
  void coversNoOtherType() {
    assertTrue(TYPES.stream().allMatch(Float8::covers));
    assertFalse(Float8.covers(ElementType.FLOAT8E8M0));
    assertFalse(Float8.covers(ElementType.FLOAT16));
  }
}
