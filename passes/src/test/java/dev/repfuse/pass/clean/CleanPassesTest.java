package dev.repfuse.pass.clean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.ConstantEvaluator;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.Pass;
import dev.repfuse.testkit.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

final class CleanPassesTest {
  private static final int MANY = 100_000;

  private static List<String> cleaned(Model model, ConstantEvaluator evaluator) {
    List<Pass> passes = new ArrayList<>(CleanPasses.before(evaluator));
    passes.addAll(CleanPasses.after());
    Driver.run(model, passes, Driver.Options.defaults());
    return StreamSupport.stream(model.graph().nodes().spliterator(), false)
        .map(Node::opType)
        .toList();
  }

  private static List<String> cleaned(String text) {
    Model model = ModelText.parse(text);
    List<String> operators = cleaned(model, new Oracled());
    double difference = Oracle.difference(ModelText.parse(text), model, 1);
    assertTrue(difference <= 1e-6, () -> "the numbers differ by " + difference);
    return operators;
  }

  @Test
  void leavesNothingOfAChainOfNoOps() {
    assertEquals(
        List.of("Relu"),
        cleaned(
            "g (float[N,3,8,8] x) => (float[N,3,8,8] y)"
                + " <float z = {0}, int64[1] a = {0}, int64[4] s = {0,3,8,8}, int64[8] p ="
                + " {0,0,0,0,0,0,0,0}>"
                + " { i = Identity (x) d = Dropout (i) c = Cast <to = 1> (d) r = Reshape (c, s)"
                + " t = Transpose <perm = [0,2,3,1]> (r) b = Transpose <perm = [0,3,1,2]> (t)"
                + " u = Unsqueeze (b, a) v = Squeeze (u, a) w = Pad (v, p) k = Concat <axis ="
                + " 1> (w)"
                + " o = Constant <value_float = 1.0> () m = Mul (o, k) e = Add (m, z) y = Relu"
                + " (e) }"));
  }

  @Test
  void computesAShapeThatIsRebuiltFromItself() {
    assertEquals(
        List.of("Relu"),
        cleaned(
            "g (float[N,6,4] x) => (float[N,6,4] y) <int64 n = {0}, int64[1] a = {0}>"
                + " { s = Shape (x) b = Gather (s, n) u = Unsqueeze (b, a)"
                + " c = Constant <value_ints = [6, 4]> () t = Concat <axis = 0> (u, c)"
                + " r = Reshape (x, t) y = Relu (r) }"));
  }

  @Test
  void findsDuplicatesThatDuplicateConstantsHide() {
    assertEquals(
        List.of("Mul", "Add"),
        cleaned(
            "g (float[2,3] x) => (float[2,3] y) <float[3] a = {1,2,3}, float[3] b = {1,2,3}>"
                + " { p = Mul (x, a) q = Mul (x, b) y = Add (p, q) }"));
  }

  @Test
  void givesTheSameBytesTwice() {
    String text =
        "g (float[2,3] x) => (float[2,3] y) <float[3] a = {1,2,3}, float[3] b = {4,5,6}>"
            + " { p = Sqrt (a) q = Exp (b) r = Mul (x, p) y = Add (r, q) }";
    Model first = ModelText.parse(text);
    Model second = ModelText.parse(text);
    cleaned(first, new Oracled());
    cleaned(second, new Oracled());
    assertEquals(ModelText.print(first), ModelText.print(second));
  }

  @Test
  void followsALongChain() {
    String nodes =
        IntStream.range(0, MANY)
            .mapToObj(i -> "v%d = %s (v%d)".formatted(i + 1, i % 2 == 0 ? "Identity" : "Neg", i))
            .collect(Collectors.joining(" "));
    Model model =
        ModelText.parse("g (float[2] v0) => (float[2] v%d) { %s }".formatted(MANY, nodes));
    assertEquals(MANY / 2, cleaned(model, ConstantEvaluator.NONE).size());
  }

  @Test
  void followsALongChainOfConstants() {
    String nodes =
        IntStream.range(0, MANY)
            .mapToObj(i -> "v%d = Neg (v%d)".formatted(i + 1, i))
            .collect(Collectors.joining(" "));
    Model model =
        ModelText.parse(
            "g (int64[2] x) => (int64[2] y) <int64[2] v0 = {1,2}> { %s y = Add (x, v%d) }"
                .formatted(nodes, MANY));
    assertEquals(List.of("Add"), cleaned(model, ConstantEvaluator.NONE));
  }

  @Test
  void mergesTwoLongEqualChains() {
    String nodes =
        IntStream.range(0, MANY / 2)
            .mapToObj(i -> "a%d = Neg (a%d) b%d = Neg (b%d)".formatted(i + 1, i, i + 1, i))
            .collect(Collectors.joining(" "));
    Model model =
        ModelText.parse(
            "g (float[2] x) => (float[2] y) { a0 = Abs (x) b0 = Abs (x) %s y = Add (a%d, b%d) }"
                .formatted(nodes, MANY / 2, MANY / 2));
    assertEquals(MANY / 2 + 2, cleaned(model, ConstantEvaluator.NONE).size());
  }

  @Test
  void removesManyUnusedConstants() {
    String constants =
        IntStream.range(0, MANY / 10)
            .mapToObj(i -> "float[2] k%d = {1,%d}".formatted(i, i))
            .collect(Collectors.joining(", "));
    Model model =
        ModelText.parse(
            "g (float[2] x) => (float[2] y) <%s> { y = Relu (x) }".formatted(constants));
    cleaned(model, ConstantEvaluator.NONE);
    assertEquals(0, model.graph().initializers().size());
  }
}
