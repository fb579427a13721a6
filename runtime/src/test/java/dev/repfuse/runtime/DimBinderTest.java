package dev.repfuse.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Type;
import dev.repfuse.runtime.DimBinder.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Open extents get sizes by what they look like, and by name. */
class DimBinderTest {
  private static final Sizes SIZES = new Sizes(1, 32, 8);

  /** An input from words: numbers are known, {@code ?} is unknown, anything else a symbol. */
  private static InputSpec input(String name, String... dims) {
    List<Dim> extents = new ArrayList<>();
    for (String dim : dims) {
      extents.add(
          dim.equals("?")
              ? Dim.UNKNOWN
              : dim.matches("\\d+") ? Dim.of(Long.parseLong(dim)) : new Dim.Symbol(dim));
    }
    return new InputSpec(name, Type.tensor(ElementType.FLOAT, new Shape(extents)));
  }

  private static String bound(Map<String, List<Long>> given, InputSpec... inputs) {
    return new DimBinder(Arrays.asList(inputs), given).bind(SIZES).toString();
  }

  private static String bound(InputSpec... inputs) {
    return bound(Map.of(), inputs);
  }

  @Test
  void tellsBatchPlaceAndTheRestApart() {
    assertEquals("{x=[1,3,32,32]}", bound(input("x", "N", "3", "H", "W")));
    assertEquals("{x=[1,3,32,32]}", bound(input("x", "?", "3", "?", "?")));
    assertEquals("{x=[1,8,768]}", bound(input("x", "batch_size", "sequence", "768")));
    assertEquals("{x=[8,1,10]}", bound(input("x", "sequence", "batch", "10")));
  }

  @Test
  void oneNameHasOneSize() {
    assertEquals("{a=[1,8], b=[8,4]}", bound(input("a", "M", "K"), input("b", "K", "4")));
    assertEquals("{x=[1,5], length=[1]}", bound(input("x", "rows", "5"), input("length", "rows")));
  }

  @Test
  void aLoneAxisIsABatchWhereThereIsOne() {
    assertEquals("{x=[1,5], labels=[1]}", bound(input("x", "?", "5"), input("labels", "other")));
    assertEquals("{x=[8]}", bound(input("x", "other")));
  }

  @Test
  void theUserMayGiveSizesAndShapes() {
    InputSpec x = input("x", "N", "3", "H", "W");
    assertEquals("{x=[2,3,32,48]}", bound(Map.of("N", List.of(2L), "W", List.of(48L)), x));
    InputSpec mask = input("mask", "N", "H", "W");
    assertEquals(
        "{x=[2,3,5,7], mask=[2,5,7]}", bound(Map.of("x", List.of(2L, 3L, 5L, 7L)), x, mask));
  }

  @Test
  void refusesWhatDoesNotFit() {
    InputSpec x = input("x", "N", "3");
    assertRefused(
        "shape of 'z': there is no such input and no such dimension; the inputs are [x[N,3]]",
        Map.of("z", List.of(1L)),
        x);
    assertRefused("shape [1,4] does not fit the input x[N,3]", Map.of("x", List.of(1L, 4L)), x);
    assertRefused("shape [1] does not fit the input x[N,3]", Map.of("x", List.of(1L)), x);
  }

  private static void assertRefused(
      String message, Map<String, List<Long>> given, InputSpec... inputs) {
    DataException e = assertThrows(DataException.class, () -> bound(given, inputs));
    assertEquals(message, e.getMessage());
  }

  @Test
  void triesDifferentShapesOnly() {
    DimBinder open = new DimBinder(List.of(input("x", "N", "3", "224", "224")), Map.of());
    assertTrue(open.hasOpenDims());
    assertEquals(
        "[{x=[1,3,224,224]}, {x=[2,3,224,224]}, {x=[8,3,224,224]}, {x=[32,3,224,224]}]",
        open.candidates().keySet().toString());
    DimBinder closed = new DimBinder(List.of(input("x", "1", "3")), Map.of());
    assertFalse(closed.hasOpenDims());
    assertEquals("[{x=[1,3]}]", closed.candidates().keySet().toString());
  }

  @Test
  void rankZeroMayBeAnyRank() {
    DimBinder binder = new DimBinder(List.of(input("x")), Map.of());
    assertEquals(
        "[{x=[]}, {x=[8]}, {x=[1,8]}, {x=[1,8,8]}, {x=[1,8,32,32]}]",
        binder.candidates().keySet().toString());
  }
}
