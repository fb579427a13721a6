package dev.repfuse.pass.region;

import static dev.repfuse.pass.Rewriting.rewriting;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.pass.region.RegionLayer.Select;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Layers of random form and size, some with regions that no position chooses. */
final class RandomRegionConvTest {
  private static final long SEED = 71;
  private static final int LAYERS = 40;

  @Test
  void lowersWithoutChangingNumbers() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Select> selects =
        List.of(RegionLayer.ONE_HOT, RegionLayer.EQUAL, RegionLayer.WHERE, RegionLayer.GATHER);
    int windows = 0;
    int narrowed = 0;
    for (int i = 0; i < LAYERS; i++) {
      int kernel = 1 + 2 * random.nextInt(3);
      Select select = selects.get(random.nextInt(selects.size()));
      RegionLayer layer =
          (random.nextBoolean()
                  ? RegionLayer.official(kernel, select)
                  : RegionLayer.paper(kernel, select))
              .sized(
                  1 + random.nextInt(5),
                  1 + random.nextInt(6),
                  kernel * (1 + random.nextInt(3)),
                  2 + random.nextInt(7));
      if (random.nextBoolean()) {
        layer = layer.followedBy("y = BatchNormalization (s, scale, shift, mean, var)");
      }
      String text = layer.text();
      if (random.nextInt(3) == 0) {
        narrowed++;
        text = text.replace("normal(1)", "constant(0)");
      }
      windows += kernel > 1 ? 1 : 0;
      rewriting(new LowerDynamicRegionConv())
          .on(RegionLayer.SLOW)
          .allowingGrowth()
          .turns(text)
          .having(0, "BatchNormalization")
          .keepingNumbersWithin(3e-6);
    }
    System.out.printf(
        "seed %d: %d layers, %d with windows, %d of one region%n", SEED, LAYERS, windows, narrowed);
    assertTrue(windows > 5 && narrowed > 5);
  }
}
