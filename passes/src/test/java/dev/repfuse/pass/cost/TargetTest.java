package dev.repfuse.pass.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What nodes cost on the machines that have names. */
final class TargetTest {
  @SuppressWarnings("UnusedVariable") // JUnit reads it
  private static final Iterable<Target> TARGETS = Target.ALL;

  @ParameterizedTest
  @FieldSource("TARGETS")
  void isFoundByItsName(Target target) {
    assertEquals(Optional.of(target), Target.named(target.name()));
  }

  @Test
  void knowsNoOtherName() {
    assertEquals(Optional.empty(), Target.named("riscv"));
  }

  @ParameterizedTest
  @FieldSource("TARGETS")
  void reusedLoadsMakeADenseConvolutionTheFastest(Target target) {
    double dense = target.cost(Arithmetic.DENSE, 1e6, 0).nanoseconds();

    assertTrue(target.cost(Arithmetic.NARROW, 1e6, 0).nanoseconds() > dense);
    assertTrue(target.cost(Arithmetic.DEPTHWISE, 1e6, 0).nanoseconds() > dense);
  }

  @Test
  void aNodeIsBoundByArithmeticOrByMemory() {
    Target target = new Target("t", 10, 5, 2, 4, 100, 8);

    assertEquals(new Cost(1000, 8, 200), target.cost(Arithmetic.DENSE, 1000, 8));
    assertEquals(new Cost(1000, 8, 300), target.cost(Arithmetic.NARROW, 1000, 8));
    assertEquals(new Cost(1000, 8, 600), target.cost(Arithmetic.DEPTHWISE, 1000, 8));
    assertEquals(new Cost(0, 800, 300), target.cost(Arithmetic.DENSE, 0, 800));
  }
}
