package dev.repfuse.runtime.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.verify.OutputComparison.Agreement;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The measures are those that {@link OutputComparison} defines. */
class MeterTest {
  private static final double TOLERANCE = 1e-4;

  private static Tensor floats(float... values) {
    return Tensor.ofFloats(Shape.of(values.length), values);
  }

  private static Tensor halves(double... values) {
    return Tensor.ofDoubles(ElementType.FLOAT16, Shape.of(values.length), values);
  }

  private static OutputComparison compare(Tensor original, Tensor result) {
    Meter meter = new Meter(original.type(), TOLERANCE, Meter.largest(original));
    meter.add(0, original, result);
    return meter.comparison("y", OptionalDouble.empty());
  }

  @Test
  void theErrorIsRelativeToTheLargestElement() {
    OutputComparison c = compare(floats(1, -8, 0), floats(1, -8, 0.5f));
    assertEquals(0.5, c.maxAbsError());
    assertEquals(8, c.scale());
    assertEquals(0.0625, c.error());
    assertEquals(1, c.mismatches());
    assertEquals(10 * Math.log10(65 / 0.25), c.sqnrDb(), 1e-12);
    assertEquals(Agreement.DIFFERS, c.agreement());
  }

  @Test
  void countsElementsByDecadesOfTheirError() {
    float nan = Float.NaN;
    ErrorHistogram h =
        compare(floats(8, 8, 8, 8, 8, nan, nan), floats(8, 8, 7.5f, 8 - 8e-6f, 0, nan, 1))
            .histogram();
    assertEquals(3, h.counts().getFirst(), "two equal numbers and a NaN on both sides");
    assertEquals(1, h.counts().get(2 + 10), "0.0625 lies between 0.01 and 0.1");
    assertEquals(1, h.counts().get(2 + 5) + h.counts().get(2 + 6), "about 1e-6");
    assertEquals(2, h.counts().getLast(), "an error of 1, and a NaN on one side");
    assertEquals(7, h.elements());
  }

  @Test
  void whatIsComparedExactlyIsTheSameOrNot() {
    Shape three = Shape.of(3);
    ErrorHistogram h =
        compare(Tensor.ofLongs(three, 1, 2, 3), Tensor.ofLongs(three, 1, 2, 4)).histogram();
    assertEquals(2, h.counts().getFirst());
    assertEquals(1, h.counts().getLast());
  }

  @Test
  void equalTensorsHaveNoErrorAndNoNoise() {
    OutputComparison c = compare(floats(1, 2), floats(1, 2));
    assertEquals(0, c.error());
    assertEquals(Double.POSITIVE_INFINITY, c.sqnrDb());
    assertEquals(Agreement.AGREES, c.agreement());
  }

  @Test
  void anOutputOfZerosIsMeasuredInThousandths() {
    assertEquals(1e-5, compare(floats(0, 0), floats(0, 1e-8f)).error(), 1e-12);
    assertEquals(Agreement.DIFFERS, compare(floats(0, 0), floats(0, 1e-6f)).agreement());
  }

  @Test
  void aQuietSampleIsMeasuredInThousandthsOfTheLoudOnes() {
    Meter meter = new Meter(ElementType.FLOAT, TOLERANCE, 100);
    meter.add(0, floats(0), floats(1e-6f));
    assertTrue(meter.agrees());
    meter.add(1, floats(100), floats(100));
    assertEquals(1e-5, meter.error(), 1e-12);
    assertEquals(0, meter.worstSample());
  }

  @Test
  void theWorstSampleCounts() {
    Meter meter = new Meter(ElementType.FLOAT, TOLERANCE, 4);
    meter.add(0, floats(4), floats(4));
    meter.add(1, floats(2), floats(3));
    meter.add(2, floats(4), floats(4.5f));
    assertEquals(0.5, meter.error());
    assertEquals(1, meter.worstSample());
  }

  @Test
  void coarseTypesMayBeOffByTwoOfTheirSteps() {
    OutputComparison c = compare(halves(1.0), halves(1.0 + 0x1p-9));
    assertEquals(0x1p-9, c.tolerance());
    assertEquals(Agreement.AGREES, c.agreement());
    assertEquals(Agreement.DIFFERS, compare(halves(1.0), halves(1.0 + 0x3p-10)).agreement());
  }

  @Test
  void sharedNanAndInfinityAreEqual() {
    float inf = Float.POSITIVE_INFINITY;
    OutputComparison c = compare(floats(Float.NaN, inf, 1), floats(Float.NaN, inf, 1));
    assertEquals(Agreement.AGREES, c.agreement());
    assertEquals(
        List.of(
            "the original gives NaN in 1 of 3 elements; the result too",
            "the original gives infinity in 1 of 3 elements; the result too"),
        c.notes());
  }

  @Test
  void aNanOfOneSideIsADifference() {
    OutputComparison c = compare(floats(Float.NaN, 1, 2), floats(0, Float.NaN, 2));
    assertEquals(Double.POSITIVE_INFINITY, c.error());
    assertEquals(2, c.mismatches());
    assertEquals(
        List.of(
            "the original gives NaN in 1 of 3 elements, the result in 1, of which they share 0"),
        c.notes());
  }

  @Test
  void infinitiesOfOtherSignAreADifference() {
    OutputComparison c = compare(floats(Float.POSITIVE_INFINITY), floats(Float.NEGATIVE_INFINITY));
    assertEquals(Agreement.DIFFERS, c.agreement());
  }

  @Test
  void countsRowsWhoseLargestElementMoved() {
    Shape shape = Shape.of(2, 3);
    OutputComparison c =
        compare(Tensor.ofFloats(shape, 1, 2, 3, 4, 4, 0), Tensor.ofFloats(shape, 3, 2, 1, 4, 4, 0));
    assertEquals(OptionalDouble.of(0.5), c.argmaxAgreement());
    assertTrue(compare(floats(1, 2), floats(1, 2)).argmaxAgreement().isEmpty(), "rank 1");
  }

  @Test
  void wholeNumbersAreComparedExactly() {
    Tensor a = Tensor.ofLongs(Shape.of(4), 1, 2, 3, Long.MAX_VALUE);
    Tensor b = Tensor.ofLongs(Shape.of(4), 1, 2, 3, Long.MAX_VALUE - 1);
    OutputComparison c = compare(a, b);
    assertEquals(1, c.mismatches());
    assertEquals(0.25, c.error());
    assertEquals(0, c.tolerance());
    assertEquals(Agreement.DIFFERS, c.agreement());
    assertTrue(c.notes().getFirst().contains("compared exactly"), c.notes().toString());
  }

  @Test
  void eightBitFloatsAreComparedAsNumbers() {
    Tensor one = eightBit((byte) 0x38);
    assertEquals(Agreement.AGREES, compare(one, eightBit((byte) 0x39)).agreement());
    assertEquals(0.5, compare(one, eightBit((byte) 0x3C)).error());
  }

  private static Tensor eightBit(byte bits) {
    return Tensor.of(
        ElementType.FLOAT8E4M3FN, Shape.of(1), MemorySegment.ofArray(new byte[] {bits}));
  }

  @Test
  void anotherShapeOrTypeIsADifference() {
    OutputComparison c = compare(floats(1, 2), Tensor.ofFloats(Shape.of(2, 1), 1, 2));
    assertEquals(List.of("it is float[2] in the original, float[2,1] in the result"), c.notes());
    assertEquals(Agreement.DIFFERS, c.agreement());
    assertEquals(Agreement.DIFFERS, compare(floats(1), halves(1)).agreement());
  }

  @Test
  void tellsWhenTheOriginalIsNoBetter() {
    Meter meter = new Meter(ElementType.FLOAT, TOLERANCE, 1);
    meter.add(0, floats(1), floats(1));
    OutputComparison c = meter.comparison("y", OptionalDouble.of(0.5));
    assertEquals(
        List.of("the original itself is off by 0.50 at ONNX Runtime's highest optimization level"),
        c.notes());
    assertFalse(c.agreement() == Agreement.DIFFERS);
  }
}
