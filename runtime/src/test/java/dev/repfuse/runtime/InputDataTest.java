package dev.repfuse.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Data finds its input by name or by place, and fits it. */
class InputDataTest {
  private static final Dim M = new Dim.Symbol("M");
  private static final InputSpec A = input("a", ElementType.FLOAT, M, new Dim.Symbol("K"));
  private static final InputSpec B = input("b", ElementType.FLOAT, new Dim.Symbol("K"), Dim.of(4));
  private static final InputSpec I = input("i", ElementType.INT64, M, Dim.of(4));
  private static final List<InputSpec> THREE = List.of(A, B, I);

  private static InputSpec input(String name, ElementType type, Dim... dims) {
    return new InputSpec(name, Type.tensor(type, new Shape(List.of(dims))));
  }

  private static Map<String, Tensor> read(List<InputSpec> inputs, String... files) {
    return InputData.read(List.of(files).stream().map(TestFiles::data).toList(), inputs);
  }

  private static void assertThree(Map<String, Tensor> data) {
    assertEquals(List.of("a", "b", "i"), List.copyOf(data.keySet()));
    assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, TestFiles.named(data, "a").doubles());
    assertEquals(ElementType.FLOAT, TestFiles.named(data, "a").type());
    assertEquals(Shape.of(3, 4), TestFiles.named(data, "b").shape());
    assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5, 6, 7}, TestFiles.named(data, "i").longs());
  }

  @Test
  void anArchiveGivesDataByName() {
    assertThree(read(THREE, "two_inputs.npz"));
  }

  @Test
  void anArchiveWithoutNamesGivesDataByPlace() {
    assertThree(read(THREE, "unnamed.npz"));
  }

  @Test
  void aFolderGivesDataByNameAndPlace() {
    assertThree(read(THREE, "two_inputs"));
  }

  @Test
  void aFileGivesDataUnderItsOwnName() {
    InputSpec floats = input("float", ElementType.FLOAT, Dim.of(2), Dim.UNKNOWN);
    InputSpec other = input("other", ElementType.DOUBLE, Dim.of(2), Dim.of(3));
    Map<String, Tensor> data = read(List.of(other, floats), "float.npy", "fortran.npy");
    assertEquals(ElementType.DOUBLE, TestFiles.named(data, "other").type());
    assertEquals(ElementType.FLOAT, TestFiles.named(data, "float").type());
  }

  @Test
  void narrowsWholeNumbersThatFit() {
    InputSpec x = input("x", ElementType.INT64, Dim.of(3));
    assertArrayEquals(
        new long[] {1, -2, 3}, TestFiles.named(read(List.of(x), "typed.pb"), "x").longs());
  }

  @Test
  void refusesInOneLine() {
    assertRefused("there is no data for the input 'b'", List.of(A, B), "float.npy");
    assertRefused("input_2.pb: the model has no input left for it", List.of(A, B), "two_inputs");
    assertRefused(
        "float.npy: has the shape [2,3], the model's input is b[K,4]", List.of(B), "float.npy");
    assertRefused(
        "float.npy: is of type float, the model's input i[M,?] asks for int64",
        List.of(input("i", ElementType.INT64, M, Dim.UNKNOWN)),
        "float.npy");
  }

  private static void assertRefused(String part, List<InputSpec> inputs, String... files) {
    DataException e = assertThrows(DataException.class, () -> read(inputs, files));
    assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
  }

  @Test
  void refusesFilesThatAreNoData() {
    assertMessage("nowhere.npy: no such file", Path.of("nowhere.npy"));
    assertMessage("nowhere.pb: no such file", Path.of("nowhere.pb"));
    assertMessage("a.txt: not a folder nor a .npy, .npz or .pb file", Path.of("a.txt"));
  }

  private static void assertMessage(String message, Path file) {
    DataException e =
        assertThrows(DataException.class, () -> InputData.read(List.of(file), List.of(A)));
    assertEquals(message, e.getMessage());
  }
}
