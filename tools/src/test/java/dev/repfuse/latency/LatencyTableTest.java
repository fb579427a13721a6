package dev.repfuse.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.latency.LatencyTable.Whole;
import dev.repfuse.latency.LatencyTable.Widths;
import dev.repfuse.pass.cost.LayerKind;
import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times between and beyond widths that were measured, and the file that holds them. */
class LatencyTableTest {
  private static final LayerKind DENSE =
      new LayerKind("Conv", List.of(3L), List.of(1L), List.of(1L, 1L), List.of(1L), 1, List.of(8L));
  private static final LayerKind DEPTHWISE =
      new LayerKind("Conv", List.of(3L), List.of(1L), List.of(1L, 1L), List.of(1L), 0, List.of(8L));
  private static final LatencyTable TABLE =
      new LatencyTable(
          "board",
          2,
          Map.of(
              DENSE,
              Map.of(
                  new Widths(8, 8), 100.0,
                  new Widths(16, 8), 180.0,
                  new Widths(8, 16), 200.0,
                  new Widths(16, 16), 400.0),
              DEPTHWISE,
              Map.of(new Widths(8, 8), 10.0, new Widths(16, 16), 30.0)),
          Map.of());

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "8, 8, 100",
    "16, 16, 400",
    "12, 8, 140",
    "8, 12, 150",
    "12, 12, 220",
    "32, 16, 800",
    "4, 8, 50",
    "16, 32, 800"
  })
  void denseLayers(long inputs, long outputs, double expected) {
    assertEquals(expected, TABLE.times().nanoseconds(DENSE, inputs, outputs).orElseThrow(), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"8, 10", "12, 20", "16, 30", "32, 60", "4, 5"})
  void depthwiseLayers(long width, double expected) {
    assertEquals(expected, TABLE.times().nanoseconds(DEPTHWISE, width, width).orElseThrow(), 1e-9);
  }

  @Test
  void otherKindsAreUnknown() {
    LayerKind other =
        new LayerKind("Gemm", List.of(), List.of(), List.of(), List.of(), 1, List.of(1L));
    assertEquals(OptionalDouble.empty(), TABLE.times().nanoseconds(other, 8, 8));
  }

  /** Three networks of two layers; the one in the middle is faster than their sum by 40. */
  @Test
  void wholeNetworksSayWhatLayersSave() {
    LatencyTable faster =
        TABLE.with(
            Map.of(
                "a", new Whole(260, 300, 2),
                "b", new Whole(220, 300, 2),
                "c", new Whole(300, 300, 2)));
    assertEquals(20, faster.saved());
    assertEquals(1, faster.factor());
    assertEquals(80, faster.times().nanoseconds(DENSE, 8, 8).orElseThrow(), 1e-9);
    assertEquals(5, faster.times().nanoseconds(DEPTHWISE, 8, 8).orElseThrow(), 1e-9);
  }

  @Test
  void orWhatLiesBetweenThem() {
    LatencyTable slower = TABLE.with(Map.of("a", new Whole(450, 300, 2)));
    assertEquals(0, slower.saved());
    assertEquals(150, slower.times().nanoseconds(DENSE, 8, 8).orElseThrow(), 1e-9);
  }

  @Test
  void theFileGivesItBack() throws IOException {
    LatencyTable full = TABLE.with(Map.of("a", new Whole(450, 300, 2)));
    Path file = Files.writeString(folder.resolve("t.json"), LatencyFile.text(full, Map.of()));
    assertEquals(full, LatencyFile.read(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"threads\":2 | \"threads\":0 | '/threads'",
        "\"group\":0 | \"groups\":0 | '/layers/",
        "[8,8,10.0] | [8,8] | /times/",
        "[8,8,10.0] | [8,8,-1] | /times/",
        "repfuse-latency | repfuse-arch | '/format'",
        "\"layers\":[ | \"layer\":[ | '/layer' is no key",
      })
  void aBadFileIsRefusedInOneLine(String good, String bad, String place) throws IOException {
    String text = LatencyFile.text(TABLE, Map.of());
    assertTrue(text.contains(good), text);
    Path file = Files.writeString(folder.resolve("t.json"), text.replace(good, bad));
    String message =
        String.valueOf(
            assertThrows(DataException.class, () -> LatencyFile.read(file)).getMessage());
    assertTrue(message.contains("t.json") && message.contains(place), message);
    assertEquals(1, message.lines().count());
  }
}
