package dev.repfuse.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.latency.LatencyTable.Widths;
import dev.repfuse.pass.cost.Arithmetic;
import dev.repfuse.pass.cost.LayerKind;
import dev.repfuse.pass.cost.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What all else takes on a machine of which layers are known. */
class LatencyTargetTest {
  private static final LayerKind POINT =
      new LayerKind("Conv", List.of(1L), List.of(1L), List.of(0L, 0L), List.of(1L), 1, List.of(8L));

  /** By the rates of the generic machine: 16 · 16 · 8 products and 4 · (128 + 128 + 256) bytes. */
  private static final double GENERIC = 2000 + Math.max(2048 / 20.0, 2048 / 8.0);

  private static Target target(Map<LayerKind, Map<Widths, Double>> layers) {
    return LatencyTarget.of(new LatencyTable("board", 1, layers, Map.of()));
  }

  @Test
  void aMachineThatIsTwiceAsFastIsSoInEverything() {
    Target board = target(Map.of(POINT, Map.of(new Widths(16, 16), GENERIC / 2)));
    assertEquals("board", board.name());
    assertEquals(1000, board.launchNanoseconds(), 1e-9);
    assertEquals(
        Target.GENERIC.cost(Arithmetic.DENSE, 0, 1e6).nanoseconds() / 2,
        board.cost(Arithmetic.DENSE, 0, 1e6).nanoseconds(),
        1e-6);
    assertEquals(GENERIC / 2, board.times().nanoseconds(POINT, 16, 16).orElseThrow(), 1e-9);
  }

  @Test
  void transposedConvolutionsMakeWhatTheirWindowsReach() {
    LayerKind wider =
        new LayerKind(
            "ConvTranspose",
            List.of(4L),
            List.of(2L),
            List.of(1L, 1L),
            List.of(1L),
            1,
            List.of(8L));
    assertEquals(16, wider.positions());
    LayerKind narrower =
        new LayerKind(
            "Conv", List.of(3L), List.of(2L), List.of(1L, 1L), List.of(1L), 1, List.of(8L));
    assertEquals(4, narrower.positions());
  }

  @Test
  void anEmptyTableIsTheGenericMachine() {
    assertEquals(Target.GENERIC.launchNanoseconds(), target(Map.of()).launchNanoseconds());
  }
}
