package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import org.junit.jupiter.api.Test;

final class ConstantToInitializerTest {
  @Test
  void turnsATensor() {
    rewriting(new ConstantToInitializer())
        .turns(
            "g (float[2,3] x) => (float[2,3] y)"
                + " { c = Constant <value = float[3] {1,2,3}> () y = Add (x, c) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Add (x, c) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void turnsANumber() {
    rewriting(new ConstantToInitializer())
        .turns(
            "g (float[2,3] x) => (float[2,3] y)"
                + " { c = Constant <value_float = 2.0> () y = Add (x, c) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Add (x, c) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void turnsWholeNumbers() {
    rewriting(new ConstantToInitializer())
        .turns(
            "g (float[2,3] x) => (float[2,3] y)"
                + " { c = Constant <value_ints = [2, 3]> () y = Reshape (x, c) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Reshape (x, c) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void turnsAWholeNumber() {
    rewriting(new ConstantToInitializer())
        .turns(
            "g (float[2,3] x) => (float[3] y)"
                + " { c = Constant <value_int = 1> () y = Gather (x, c) }")
        .into("g (float[2,3] x) => (float[3] y) { y = Gather (x, c) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void turnsNumbers() {
    rewriting(new ConstantToInitializer())
        .turns(
            "g (float[2,3] x) => (float[2,3] y)"
                + " { c = Constant <value_floats = [1.0, 2.0, 3.0]> () y = Add (x, c) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Add (x, c) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void leavesAConstantThatIsReturnedAlone() {
    rewriting(new ConstantToInitializer())
        .ignores(
            "g (float[2] x) => (float[2] y, float[2] c)"
                + " { c = Constant <value = float[2] {1,2}> () y = Add (x, c) }");
  }

  @Test
  void listsItAsAnInputInOldFiles() {
    rewriting(new ConstantToInitializer())
        .turns(
            "<ir_version: 3, opset_import: [\"\" : 8]> g (float[2,3] x) => (float[2,3] y)"
                + " { c = Constant <value = float[3] {1,2,3}> () y = Add (x, c) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Add (x, c) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void leavesSparseOnesAlone() {
    rewriting(new ConstantToInitializer())
        .ignores(
            "g (float[2,3] x) => (float[2,3] y)"
                + " { c = Constant <sparse_value = sparse_tensor(float[3]) {1: 0.5}> () y = Add"
                + " (x, c) }");
  }

  @Test
  void leavesALocalFunctionOfThatNameAlone() {
    rewriting(new ConstantToInitializer())
        .ignores(
            "<ir_version: 8, opset_import: [\"\" : 17, \"local\" : 1]> g (float[2,3] x)"
                + " => (float[2,3] y) { c = local.Constant <value_float = 2.0> () y = Add (x,"
                + " c) } <domain: \"local\", opset_import: [\"\" : 17]> Constant <value_float>"
                + " () => (o) { o = Constant <value_float: float = @value_float> () }");
  }

  @Test
  void turnsTexts() {
    rewriting(new ConstantToInitializer())
        .turns(
            "g (string[2] x) => (bool[2] y)"
                + " { c = Constant <value_strings = [\"a\", \"b\"]> () y = Equal (x, c) }")
        .into("g (string[2] x) => (bool[2] y) { y = Equal (x, c) }");
  }
}
