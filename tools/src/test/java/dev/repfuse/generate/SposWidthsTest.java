package dev.repfuse.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.report.ModelStatistics;
import dev.repfuse.supernet.Extraction;
import dev.repfuse.testkit.Oracle;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SPOS's supernet that chooses blocks and the widths inside of them. */
class SposWidthsTest {
  private static final String BLOCKS = "0,0,3,1,1,1,0,0,2,0,2,1,1,0,2,0,2,1,3,2";
  private static final String WIDTHS = "6,5,3,5,2,6,3,4,2,5,7,5,4,6,7,4,4,5,4,3";
  private static final List<Integer> PUBLISHED = Counts.numbers(WIDTHS + "," + BLOCKS);

  @TempDir Path folder;

  private Extraction extraction(Plan plan) {
    Path file = folder.resolve("supernet.onnx");
    ModelFile.write(plan.model(), file);
    return Extraction.of(file);
  }

  private static Plan plan(Deciding deciding) {
    return Plan.of(Family.SPOS).with(Variant.STANDARD.withWidths().with(deciding));
  }

  /** What the authors' code gives for their architecture of blocks and channels. */
  @Test
  void thePublishedNetworkIsInIt() {
    Extraction extraction = extraction(plan(Deciding.GATHER));
    assertEquals(
        Stream.concat(
                Stream.generate(() -> 8).limit(Spos.LAYERS),
                Stream.generate(() -> 4).limit(Spos.LAYERS))
            .toList(),
        List.copyOf(extraction.space().deciders().values()));

    Model network = extraction.network(PUBLISHED);

    assertEquals(327_857_920, ModelStatistics.of(network).macs().orElseThrow());
    assertEquals(3_407_035, Counts.withoutNorms(network));
  }

  /** Narrower than the supernet, and equal to it. */
  @ParameterizedTest
  @EnumSource(Deciding.class)
  void itsNetworksComputeWhatItComputes(Deciding deciding) {
    Extraction extraction = extraction(plan(deciding).withResolution(32).withBatch("2"));
    List<Integer> architecture =
        extraction.space().deciders().values().iterator().next() == 8
            ? PUBLISHED
            : Counts.numbers(BLOCKS + "," + WIDTHS);
    double error =
        Oracle.difference(extraction.supernet(architecture), extraction.network(architecture), 7);

    assertTrue(error < 1e-5, () -> "off by " + error);
  }

  @Test
  void aSubnetHasNoWidthsToChoose() {
    Variant variant = Variant.STANDARD.withArch(Counts.numbers(BLOCKS)).withWidths();
    Plan spos = Plan.of(Family.SPOS);
    assertEquals(
        "widths are chosen in a supernet; with an architecture scales say which",
        assertThrows(IllegalArgumentException.class, () -> spos.with(variant)).getMessage());
  }
}
