package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import org.junit.jupiter.api.Test;

final class ConstantToInitializerTest {
  @Test
  void turnsATensor() {
    rewriting(new ConstantToInitializer())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) { c = Constant <value = float[3] {1,2,3}> () y = Add (x, c) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Add (x, c) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void turnsANumber() {
    rewriting(new ConstantToInitializer())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) { c = Constant <value_float = 2.0> () y = Add (x, c) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Add (x, c) }")
        .keepingNumbersWithin(0);
  }
}
