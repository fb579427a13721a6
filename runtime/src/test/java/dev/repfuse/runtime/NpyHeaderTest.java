package dev.repfuse.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.ElementType;
import org.junit.jupiter.api.Test;

/** The dictionary of a {@code .npy} file, also as old Pythons wrote it. */
class NpyHeaderTest {
  @Test
  void readsTheUsualForm() {
    NpyHeader header =
        NpyHeader.parse("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }", "x");
    assertEquals(ElementType.FLOAT, header.type());
    assertEquals(4, header.itemBytes());
    assertFalse(header.bigEndian());
    assertFalse(header.fortranOrder());
    assertArrayEquals(new long[] {3, 4}, header.sizes());
  }

  @Test
  void readsOtherForms() {
    NpyHeader header =
        NpyHeader.parse("{\"shape\": (7L,), \"fortran_order\": True, \"descr\": \">U3\"}", "x");
    assertEquals(ElementType.STRING, header.type());
    assertEquals(12, header.itemBytes());
    assertEquals(4, header.unitBytes());
    assertTrue(header.bigEndian());
    assertTrue(header.fortranOrder());
    assertArrayEquals(new long[] {7}, header.sizes());
  }

  @Test
  void refusesRecordsAndNonsense() {
    assertRefused(
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,)}",
        "x: the .npy header does not state an element type");
    assertRefused(
        "{'descr': '<f4', 'shape': (3,)}", "x: the .npy header does not state an order of axes");
    assertRefused(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3,,)}",
        "x: the .npy header states the shape (3,,)");
    assertRefused(
        "{'descr': '|O', 'fortran_order': False, 'shape': (3,)}",
        "x: its element type |O has no use as a model input");
  }

  private static void assertRefused(String text, String message) {
    DataException e = assertThrows(DataException.class, () -> NpyHeader.parse(text, "x"));
    assertEquals(message, e.getMessage());
  }
}
