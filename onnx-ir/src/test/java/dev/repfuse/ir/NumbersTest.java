package dev.repfuse.ir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers are decoded exactly and rounded once. */
class NumbersTest {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static double[] roundTrip(ElementType type, double... values) {
    return Tensor.ofDoubles(type, Shape.of(values.length), values).doubles();
  }

  /** All finite values of a 16-bit floating-point type that are not negative, in order. */
  private static double[] magnitudes(ElementType type, int infinity) {
    byte[] bytes = new byte[2 * infinity];
    MemorySegment segment = MemorySegment.ofArray(bytes);
    for (int bits = 0; bits < infinity; bits++) {
      segment.set(SHORT, 2L * bits, (short) bits);
    }
    return Tensor.of(type, Shape.of(infinity), segment).doubles();
  }

  /** The value of a binary floating-point number, from its definition in IEEE 754. */
  private static double defined(int bits, int mantissaBits, int bias) {
    int exponent = bits >> mantissaBits;
    int mantissa = bits & ((1 << mantissaBits) - 1);
    return exponent == 0
        ? Math.scalb((double) mantissa, 1 - bias - mantissaBits)
        : Math.scalb((double) (mantissa | 1 << mantissaBits), exponent - bias - mantissaBits);
  }

  private static void assertRoundsOnce(ElementType type, int infinity, double overflow) {
    double[] exact = magnitudes(type, infinity);
    List<Double> values = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    for (int i = 0; i < exact.length; i++) {
      double next = i + 1 < exact.length ? exact[i + 1] : overflow;
      double above = i + 1 < exact.length ? next : Double.POSITIVE_INFINITY;
      double middle = exact[i] + (next - exact[i]) / 2;
      values.addAll(List.of(exact[i], Math.nextDown(middle), middle, Math.nextUp(middle)));
      expected.addAll(List.of(exact[i], exact[i], i % 2 == 0 ? exact[i] : above, above));
    }
    double[] in = values.stream().mapToDouble(Double::doubleValue).toArray();
    double[] want = expected.stream().mapToDouble(Double::doubleValue).toArray();
    assertArrayEquals(want, roundTrip(type, in));
    double[] negative = Arrays.stream(in).map(v -> -v).toArray();
    assertArrayEquals(Arrays.stream(want).map(v -> -v).toArray(), roundTrip(type, negative));
  }

  @Test
  void float16IsDecodedByItsDefinition() {
    double[] values = magnitudes(ElementType.FLOAT16, 0x7C00);
    for (int bits = 0; bits < values.length; bits++) {
      assertEquals(defined(bits, 10, 15), values[bits]);
    }
  }

  @Test
  void bfloat16IsDecodedByItsDefinition() {
    double[] values = magnitudes(ElementType.BFLOAT16, 0x7F80);
    for (int bits = 0; bits < values.length; bits++) {
      assertEquals(defined(bits, 7, 127), values[bits]);
    }
  }

  @Test
  void float16RoundsEveryMidpointAndItsNeighboursOnce() {
    assertRoundsOnce(ElementType.FLOAT16, 0x7C00, 65536);
  }

  @Test
  void bfloat16RoundsEveryMidpointAndItsNeighboursOnce() {
    assertRoundsOnce(ElementType.BFLOAT16, 0x7F80, 0x1p128);
  }

  @Test
  void extremesOfTheFloatingPointTypes() {
    double[] extremes = {
      Double.MIN_VALUE,
      -Double.MIN_VALUE,
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      Double.NaN,
      Double.NEGATIVE_INFINITY
    };
    double[] expected = {
      0.0,
      -0.0,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NaN,
      Double.NEGATIVE_INFINITY
    };
    for (ElementType type : List.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16)) {
      assertArrayEquals(expected, roundTrip(type, extremes), type.keyword());
    }
    assertArrayEquals(extremes, roundTrip(ElementType.DOUBLE, extremes));
  }

  @Test
  void float32RoundsAsTheLanguageDoes() {
    long seed = 32;
    System.out.println("NumbersTest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    double[] values =
        random
            .longs(10_000)
            .mapToDouble(Double::longBitsToDouble)
            .map(v -> Math.scalb(v, random.nextInt(-900, 0)))
            .toArray();
    double[] expected = Arrays.stream(values).map(v -> (float) v).toArray();
    assertArrayEquals(expected, roundTrip(ElementType.FLOAT, values));
  }

  @ParameterizedTest
  @EnumSource(names = {"UINT8", "INT8", "UINT16", "INT16", "INT32", "INT64", "UINT32", "UINT64"})
  void integersRoundToEvenAndSaturate(ElementType type) {
    boolean signed = type.keyword().startsWith("int");
    double top = Math.scalb(1.0, signed ? type.bits() - 1 : type.bits()) - 1;
    double bottom = signed ? -Math.scalb(1.0, type.bits() - 1) : 0;
    assertArrayEquals(
        new double[] {0, 2, 2, 100, 0, top, top, bottom},
        roundTrip(type, 0.5, 1.5, 2.5, 100, Double.NaN, 1e30, Double.POSITIVE_INFINITY, -1e30));
  }

  @Test
  void boolIsTrueForWhateverIsNotZero() {
    assertArrayEquals(
        new double[] {0, 0, 1, 1, 1}, roundTrip(ElementType.BOOL, 0.0, -0.0, 0.25, 256, -1));
  }

  @Test
  void typesWithoutArithmeticAreRefused() {
    assertFalse(Tensor.of(ElementType.FLOAT8E5M2, Shape.of(0), MemorySegment.NULL).isNumeric());
    assertThrows(
        IllegalArgumentException.class,
        () -> Tensor.ofDoubles(ElementType.FLOAT8E5M2, Shape.of(1), new double[] {1}));
  }

  @Test
  void uint64IsRoundedToNearestEven() {
    long[] bits = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1, (1L << 63) + 1024, (1L << 63) + 1025};
    Tensor tensor = Tensor.ofLongs(Shape.of(bits.length), bits);
    double[] values = Tensor.of(ElementType.UINT64, tensor.shape(), tensor.bytes()).doubles();
    assertArrayEquals(new double[] {0, 1, 0x1p63, 0x1p63, 0x1p64, 0x1p63, 0x1p63 + 2048}, values);
  }

  @Test
  void sameAsComparesTypeShapeAndBytes() {
    Tensor nan = Tensor.ofFloats(Shape.of(2), Float.NaN, 0f);
    assertTrue(nan.sameAs(Tensor.ofFloats(Shape.of(2), Float.NaN, 0f)));
    assertFalse(nan.sameAs(Tensor.ofFloats(Shape.of(2), Float.NaN, -0f)));
    assertFalse(nan.sameAs(Tensor.ofFloats(Shape.of(2, 1), Float.NaN, 0f)));
    assertFalse(nan.sameAs(Tensor.of(ElementType.INT64, Shape.of(1), nan.bytes())));
    Tensor empty = Tensor.ofFloats(Shape.of(0));
    assertTrue(empty.sameAs(Tensor.of(ElementType.FLOAT, Shape.of(0), MemorySegment.NULL)));
    assertTrue(strings("a", "bc").sameAs(strings("a", "bc")));
    assertFalse(strings("a", "bc").sameAs(strings("ab", "c")));
  }

  private static Tensor strings(String... texts) {
    List<MemorySegment> bytes =
        Arrays.stream(texts)
            .map(text -> MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)))
            .toList();
    return Tensor.ofStrings("", Shape.of(texts.length), bytes, Optional.empty());
  }
}
