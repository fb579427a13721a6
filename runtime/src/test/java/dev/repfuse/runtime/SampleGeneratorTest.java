package dev.repfuse.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inputs are the same for the same seed, and look like what they are called. */
class SampleGeneratorTest {
  private static final Shape SHAPE = Shape.of(4, 250);
  private static final List<ElementType> TYPES =
      Arrays.stream(ElementType.values()).filter(Carrier::canCarry).toList();

  private final SampleGenerator generator = new SampleGenerator(7);

  private Tensor tensor(ElementType type, Distribution distribution) {
    return generator.tensor(type, SHAPE, distribution, 0, 0);
  }

  @Test
  void theSameSeedGivesTheSameTensor() {
    for (ElementType type : TYPES) {
      Tensor again = new SampleGenerator(7).tensor(type, SHAPE, Distribution.NORMAL, 0, 0);
      assertTrue(tensor(type, Distribution.NORMAL).sameAs(again), type.keyword());
    }
  }

  @Test
  void otherSeedsSamplesAndInputsGiveOthers() {
    Tensor one = tensor(ElementType.FLOAT, Distribution.NORMAL);
    Distribution normal = Distribution.NORMAL;
    assertFalse(one.sameAs(new SampleGenerator(8).tensor(ElementType.FLOAT, SHAPE, normal, 0, 0)));
    assertFalse(one.sameAs(generator.tensor(ElementType.FLOAT, SHAPE, normal, 1, 0)));
    assertFalse(one.sameAs(generator.tensor(ElementType.FLOAT, SHAPE, normal, 0, 1)));
  }

  /** These numbers must never change: reports of users name seeds. */
  @Test
  void givesTheseNumbersForSeedSeven() {
    double[] normal =
        generator.tensor(ElementType.FLOAT, Shape.of(3), Distribution.NORMAL, 0, 0).doubles();
    assertArrayEquals(new double[] {-0.94732267f, -0.8186768f, 1.6881456f}, normal, 0);
    long[] whole =
        generator.tensor(ElementType.INT64, Shape.of(8), Distribution.NORMAL, 0, 0).longs();
    assertArrayEquals(new long[] {1, 2, 9, 2, 0, 2, 5, 3}, whole);
  }

  @Test
  void spreadsAsTheDistributionSays() {
    double[] uniform = tensor(ElementType.DOUBLE, Distribution.UNIFORM).doubles();
    assertTrue(Arrays.stream(uniform).allMatch(x -> x >= 0 && x < 1));
    double large =
        Arrays.stream(tensor(ElementType.DOUBLE, Distribution.LARGE).doubles()).max().orElse(0);
    assertTrue(large > 15, "largest of 1000, seed 7: " + large);
    double[] zeros = tensor(ElementType.FLOAT16, Distribution.ZEROS).doubles();
    assertTrue(Arrays.stream(zeros).allMatch(x -> x == 0));
  }

  @Test
  void wholeNumbersStaySmallAndNotNegative() {
    for (ElementType type : TYPES) {
      if (type.isInteger()) {
        long[] values = tensor(type, Distribution.LARGE).longs();
        assertTrue(Arrays.stream(values).allMatch(x -> x >= 0 && x < 100), type.keyword());
      }
    }
    long[] bools = tensor(ElementType.BOOL, Distribution.LARGE).longs();
    assertEquals(1, Arrays.stream(bools).max().orElse(0));
  }

  @Test
  void refusesWhatCannotBeFed() {
    OrtFailure failure =
        assertThrows(OrtFailure.class, () -> tensor(ElementType.COMPLEX64, Distribution.NORMAL));
    assertEquals("values of type complex64 cannot be fed", failure.getMessage());
  }
}
