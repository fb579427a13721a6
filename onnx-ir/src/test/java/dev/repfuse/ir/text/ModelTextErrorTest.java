package dev.repfuse.ir.text;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Says where a text is wrong, and how. */
class ModelTextErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "g (float[2] x) => (float[2] y) { y = Relu (z) };1:44: reads 'z', which nothing defines",
        "g (float[2] x) => (float[2] z) { y = Relu (x) };1:20: reads 'z', which nothing defines",
        "g (float[2] x) = (float[2] y) { y = Relu (x) };1:18: expected '=>'",
        "g (floot[2] x) => (float[2] y) { };1:9: expected ')' but found '['",
        "g (float[2] x) => (float[2] y) { y = Relu (x) ;1:46: expected a name but found the end",
        "g (float[2] x) => (float[2] y) { y = Relu <a = [1, 2.5]> (x) };1:52: expected a value of",
        "g (float[2] x) => (float[2] y) { y = Relu <a = []> (x) };1:48: an empty list needs its",
        "g (float[2] x) => (float[2] y) { y = Relu <a = 99999999999999999999> (x) };1:48: 9999",
        "g () => (float[2] y) <float[2] w = {1}> { y = Relu (w) };1:34: 1 values where the shape",
        "g () => (int8[1] y) <int8[1] w = {128}> { y = Relu (w) };1:35: 128 does not fit in int8",
        "g () => (float[N] y) <float[N] w = {1}> { y = Relu (w) };1:34: data needs a shape of",
        "g () => (float[2] y) <float[2] w ~ gauss(1)> { y = Relu (w) };1:34: no recipe 'gauss'",
        "g () => (bool[2] y) <string[1] w ~ normal(1)> { y = Relu (w) };1:34: no recipe makes",
        "<irversion: 3> g () => () { };1:2: 'irversion' is not a field of a model",
        "g () => () { \"open = Foo () };1:14: the string is not closed",
        "g () => () { y = Foo <a = 1e> () };1:27: '1e' is not a number",
      })
  void saysWhereTheTextIsWrong(String text, String message) {
    String found = assertThrows(ModelException.class, () -> ModelText.parse(text)).getMessage();
    assertTrue(found.startsWith(message), found);
  }

  @Test
  void refusesGraphsNestedTooDeeply() {
    StringBuilder text = new StringBuilder("g () => () { ");
    for (int i = 0; i < 2000; i++) {
      text.append("= Foo () <g = g () => () { ");
    }
    String found =
        assertThrows(ModelException.class, () -> ModelText.parse(text.toString())).getMessage();
    assertTrue(found.contains("nested deeper than 64"), found);
  }
}
