package dev.repfuse.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Arrays that NumPy wrote are read as NumPy meant them. */
class NpyReaderTest {
  private static final double[] SIX = {0, 0.25, 0.5, 0.75, 1, 1.25};

  private static Tensor read(String name) throws IOException {
    return NpyReader.read(MemorySegment.ofArray(Files.readAllBytes(TestFiles.data(name))), name);
  }

  private static void assertSix(ElementType type, String name) throws IOException {
    Tensor tensor = read(name);
    assertEquals(type, tensor.type(), name);
    assertEquals(Shape.of(2, 3), tensor.shape(), name);
    assertArrayEquals(SIX, tensor.doubles(), name);
  }

  @Test
  void readsEveryOrderAndVersion() throws IOException {
    assertSix(ElementType.FLOAT, "float.npy");
    assertSix(ElementType.FLOAT, "version3.npy");
    assertSix(ElementType.DOUBLE, "fortran.npy");
    assertSix(ElementType.DOUBLE, "big_endian.npy");
  }

  @Test
  void readsThreeAxesInFortranOrder() throws IOException {
    Tensor cube = read("cube_fortran.npy");
    assertEquals(ElementType.INT16, cube.type());
    assertEquals(Shape.of(2, 3, 4), cube.shape());
    assertArrayEquals(IntStream.range(0, 24).asLongStream().toArray(), cube.longs());
  }

  @Test
  void readsOtherTypes() throws IOException {
    assertArrayEquals(new double[] {1.5}, read("scalar.npy").doubles());
    assertEquals(Shape.of(), read("scalar.npy").shape());
    assertArrayEquals(new long[] {1, 0, 1}, read("bools.npy").longs());
    assertArrayEquals(new long[] {-1}, read("uint64.npy").longs());
    assertEquals(ElementType.UINT64, read("uint64.npy").type());
    assertEquals(Shape.of(0, 3), read("empty.npy").shape());
  }

  @Test
  void readsStrings() throws IOException {
    assertEquals(List.of("a", "bc", "ü€😀"), strings(read("words.npy")));
    assertEquals(List.of("a", "bc"), strings(read("bytes.npy")));
  }

  private static List<String> strings(Tensor tensor) {
    return tensor.strings().stream()
        .map(s -> new String(s.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void refusesInOneLine() throws IOException {
    byte[] whole = Files.readAllBytes(TestFiles.data("float.npy"));
    assertRefused("x: not a .npy file", new byte[0]);
    assertRefused("x: not a .npy file", "not an array at all".getBytes(StandardCharsets.UTF_8));
    assertRefused("x: the .npy header is cut off", Arrays.copyOf(whole, 60));
    assertRefused(
        "x: holds 20 bytes, its shape [2,3] asks for 6 elements of 4 bytes",
        Arrays.copyOf(whole, whole.length - 4));
    byte[] later = whole.clone();
    later[6] = 9;
    assertRefused("x: .npy version 9 is not known", later);
    assertRefused(
        "x: its element type <c16 has no use as a model input",
        Files.readAllBytes(TestFiles.data("complex.npy")));
  }

  private static void assertRefused(String message, byte[] content) {
    DataException e =
        assertThrows(
            DataException.class, () -> NpyReader.read(MemorySegment.ofArray(content), "x"));
    assertEquals(message, e.getMessage());
  }
}
