package dev.repfuse.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.ir.Model;
import dev.repfuse.report.ModelStatistics;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The architectures that ABS publishes, counted: convolutions and the linear layer, whose bias is a
 * parameter, at 224×224. ABS's README has 472M, 470M and 325M for them; the last does not agree
 * with what its code builds.
 */
class AbsTest {
  private static Plan plan(Family family, List<Integer> arch) {
    return Plan.of(family).with(Variant.STANDARD.withArch(arch));
  }

  @ParameterizedTest
  @CsvSource({
    "ABS_SPOS,    2 2 -1 0 0 -1 -1 0 5 -1 4 4 0 0 4 2 3 4 4 4 3, 470792064, 5936776",
    "ABS_SPOS,    2 2 -1 -1 0 2 2 -1 5 -1 4 4 0 0 4 2 3 4 4 4 3, 468966912, 5955808",
    "ABS_FAIRNAS, 4 2 4 2 2 2 5 2 4 4 2 2 2 4 5 4 2 2 5,         310944320, 3774992",
  })
  void publishedArchitectures(Family family, String arch, long macs, long parameters) {
    ModelStatistics statistics = Counts.of(plan(family, Counts.numbers(arch)));

    assertEquals(macs, statistics.macs().orElseThrow());
    assertEquals(parameters, statistics.parameters());
  }

  /** No identity, and the smallest and the largest operator everywhere: 460.9M to 1,036.7M. */
  @ParameterizedTest
  @CsvSource({
    "ABS_SPOS,    0,  460908960",
    "ABS_SPOS,    5, 1036673856",
    "ABS_FAIRNAS, 0,  247129856",
    "ABS_FAIRNAS, 5,  557405696",
  })
  void limitsOfTheSpaces(Family family, int choice, long macs) {
    List<Integer> arch = Collections.nCopies(family.choices().ranges().size(), choice);

    assertEquals(macs, Counts.of(plan(family, arch)).macs().orElseThrow());
  }

  @Test
  void whatIsFixed() {
    Model smallest = Counts.uniform(plan(Family.ABS_SPOS, Collections.nCopies(21, 0)));

    assertEquals(68_411_904, Counts.macs(smallest, name -> !name.startsWith("layers.")));
  }

  /** 7^15 · 6^6 and 6^19. */
  @Test
  void sizesOfTheSpaces() {
    assertEquals(
        Math.pow(7, 15) * Math.pow(6, 6), size(Family.ABS_SPOS), 1e-12 * size(Family.ABS_SPOS));
    assertEquals(609_359_740_010_496.0, size(Family.ABS_FAIRNAS));
  }

  private static double size(Family family) {
    return family.choices().ranges().stream()
        .mapToDouble(ChoiceRanges.Range::count)
        .reduce(1, (a, b) -> a * b);
  }

  /** Layers that change channels or size cannot be left out. */
  @Test
  void theFirstLayerOfAStageHasNoIdentity() {
    List<Integer> none = Collections.nCopies(21, -1);
    String message =
        assertThrows(IllegalArgumentException.class, () -> plan(Family.ABS_SPOS, none))
            .getMessage();

    assertEquals(
        "architectures of abs-spos: number 1 is -1, and goes from 0 to 5", String.valueOf(message));
    List<Integer> withIdentity =
        IntStream.range(0, 21)
            .mapToObj(i -> List.of(0, 4, 8, 12, 16, 20).contains(i) ? 0 : -1)
            .toList();
    assertEquals(withIdentity, plan(Family.ABS_SPOS, withIdentity).variant().arch());
  }
}
