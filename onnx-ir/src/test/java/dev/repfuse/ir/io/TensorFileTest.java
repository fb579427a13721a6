package dev.repfuse.ir.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.wire.WireWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One tensor in a file of its own is read, and anything else is refused in one line. */
class TensorFileTest {
  private static final int DIMS = 1;
  private static final int DATA_TYPE = 2;
  private static final int INT64_DATA = 7;
  private static final int NAME = 8;

  @TempDir private Path folder;

  private Path file(WireWriter message) throws IOException {
    return Files.write(folder.resolve("input_0.pb"), message.toByteArray());
  }

  @Test
  void readsATensor() throws IOException {
    Tensor tensor =
        TensorFile.read(
            file(
                new WireWriter()
                    .packedVarints(DIMS, 3)
                    .varint(DATA_TYPE, ElementType.INT64.code())
                    .packedVarints(INT64_DATA, 1, -2, 3)
                    .utf8(NAME, "x")));
    assertEquals("x", tensor.name());
    assertEquals(Shape.of(3), tensor.shape());
    assertArrayEquals(new long[] {1, -2, 3}, tensor.longs());
  }

  @Test
  void refusesInOneLine() throws IOException {
    Path none = folder.resolve("none.pb");
    assertRefused(none + ": no such file", none);
    Path untyped = file(new WireWriter().packedVarints(DIMS, 3));
    assertRefused(untyped + ": tensor '' has element type 0, which does not exist", untyped);
  }

  private static void assertRefused(String message, Path file) {
    ModelException e = assertThrows(ModelException.class, () -> TensorFile.read(file));
    assertEquals(message, e.getMessage());
  }
}
