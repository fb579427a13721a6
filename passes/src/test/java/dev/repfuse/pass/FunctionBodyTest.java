package dev.repfuse.pass;

import static dev.repfuse.pass.Rewriting.rewriting;
import static dev.repfuse.pass.Rewriting.running;
import static dev.repfuse.pass.Rewriting.sweeping;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.clean.ConstantToInitializer;
import dev.repfuse.pass.clean.DropDropout;
import dev.repfuse.pass.clean.DropIdentity;
import dev.repfuse.pass.clean.DropNoOpPad;
import dev.repfuse.pass.clean.DropNoOpReshape;
import dev.repfuse.pass.clean.EvaluateKnown;
import dev.repfuse.pass.clean.MergeDuplicateNodes;
import dev.repfuse.pass.clean.RemoveDeadNodes;
import dev.repfuse.pass.fold.FoldAffineRegion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Passes inside of model-local functions, whose callers differ and which hold no initializers. */
final class FunctionBodyTest {
  private static final String HEADER =
      "<ir_version: 9, opset_import: [\"\" : 17, \"local\" : 1]>\n";

  private static final String STATISTICS =
      """
      s = Constant <value = float[2] {1.5, -0.5}> ()
      b = Constant <value = float[2] {0.25, 1}> ()
      m = Constant <value = float[2] {0.5, -1}> ()
      v = Constant <value = float[2] {1, 2}> ()
      """;

  private final Rewriting fold = rewriting(new FoldAffineRegion());

  private static String calledTwice(String function) {
    return HEADER
        + """
        g (float[1,2,5,5] x, float[1,2,7,3] u) => (float[A,B,C,D] y, float[E,F,G,H] z)
        { y = local.Block (x) z = local.Block (u) }
        <domain: "local", opset_import: ["" : 17]>
        """
        + function;
  }

  @Test
  void foldsWhatIsCalledTwice() {
    fold.turns(
            calledTwice(
                """
                Block (x) => (y) {
                  w = Constant <value = float[2,2,1,1] {1, 2, 3, 4}> ()
                  %s
                  c = Conv (x, w)
                  y = BatchNormalization (c, s, b, m, v) }
                """
                    .formatted(STATISTICS)))
        .into(
            calledTwice(
                """
                Block (x) => (y) {
                  k = Constant <value = float {0}> ()
                  b = Constant <value = float {0}> ()
                  y = Conv (x, k, b) }
                """))
        .keepingNumbersWithin(1e-6);
  }

  /** The constant of a function is a node; a second reader of it keeps it. */
  @Test
  void copiesAWeightThatSomethingElseReads() {
    fold.turns(
            calledTwice(
                """
                Block (x) => (y) {
                  w = Constant <value = float[2,2,1,1] {1, 2, 3, 4}> ()
                  %s
                  c = Conv (x, w)
                  n = BatchNormalization (c, s, b, m, v)
                  r = Relu (n)
                  y = Conv (r, w) }
                """
                    .formatted(STATISTICS)))
        .into(
            calledTwice(
                """
                Block (x) => (y) {
                  w = Constant <value = float {0}> ()
                  k = Constant <value = float {0}> ()
                  b = Constant <value = float {0}> ()
                  n = Conv (x, k, b)
                  r = Relu (n)
                  y = Conv (r, w) }
                """))
        .keepingNumbersWithin(1e-6);
  }

  /** epsilon would read as its default, which is not what the caller says. */
  @Test
  void declinesAnAttributeOfTheCaller() {
    fold.declines(
        HEADER
            + """
            g (float[1,2,5,5] x) => (float[A,B,C,D] y) { y = local.Block <eps = 0.5> (x) }
            <domain: "local", opset_import: ["" : 17]>
            Block <eps> (x) => (y) {
              w = Constant <value = float[2,2,1,1] {1, 2, 3, 4}> ()
              %s
              c = Conv (x, w)
              y = BatchNormalization <epsilon: float = @eps> (c, s, b, m, v) }
            """
                .formatted(STATISTICS),
        Reason.ATTRIBUTE_OF_CALLER);
  }

  /** Strides of the caller: no region may go through such a convolution, in front or behind. */
  @Test
  void regionsEndAtAttributesOfTheCaller() {
    fold.declines(
        HEADER
            + """
            g (float[1,2,5,5] x) => (float[A,B,C,D] y) { y = local.Block <st = [2, 2]> (x) }
            <domain: "local", opset_import: ["" : 17]>
            Block <st: ints = [1, 1]> (x) => (y) {
              w = Constant <value = float[2,2,1,1] {1, 2, 3, 4}> ()
              %s
              c = Conv <strides: ints = @st> (x, w)
              y = BatchNormalization (c, s, b, m, v) }
            """
                .formatted(STATISTICS),
        Reason.NOT_LINEAR);
  }

  /** The same one level deeper. */
  @Test
  void aBranchOfAFunctionHasTheFunctionsCaller() {
    fold.declines(
        HEADER
            + """
            g (bool t, float[1,2,5,5] x) => (float[A,B,C,D] y)
            { y = local.Block <eps = 0.5> (t, x) }
            <domain: "local", opset_import: ["" : 17]>
            Block <eps> (t, x) => (y) {
              w = Constant <value = float[2,2,1,1] {1, 2, 3, 4}> ()
              %s
              y = If <
                then_branch = p () => (q) {
                  c = Conv (x, w)
                  q = BatchNormalization <epsilon: float = @eps> (c, s, b, m, v) },
                else_branch = r () => (z) { z = Conv (x, w) }> (t) }
            """
                .formatted(STATISTICS),
        Reason.ATTRIBUTE_OF_CALLER);
  }

  @Test
  void foldsInABranchOfAFunction() {
    fold.turns(
            HEADER
                + """
                g (bool t, float[1,2,5,5] x) => (float[A,B,C,D] y) { y = local.Block (t, x) }
                <domain: "local", opset_import: ["" : 17]>
                Block (t, x) => (y) {
                  w = Constant <value = float[2,2,1,1] {1, 2, 3, 4}> ()
                  %s
                  y = If <
                    then_branch = p () => (float[A,B,C,D] q) {
                      c = Conv (x, w) q = BatchNormalization (c, s, b, m, v) },
                    else_branch = r () => (float[A,B,C,D] z) { z = Conv (x, w) }> (t) }
                """
                    .formatted(STATISTICS))
        .keepingNumbersWithin(1e-6, 6);
  }

  @Test
  void aConstantOfTheCallerIsNone() {
    fold.declines(
        HEADER
            + """
            g (float[1,2,5,5] x) => (float[A,B,C,D] y)
            { y = local.Block <k = float[2,2,1,1] {5, 6, 7, 8}> (x) }
            <domain: "local", opset_import: ["" : 17]>
            Block <k: tensor = float[2,2,1,1] {1, 2, 3, 4}> (x) => (y) {
              w = Constant <value: tensor = @k> ()
              %s
              c = Conv (x, w)
              y = BatchNormalization (c, s, b, m, v) }
            """
                .formatted(STATISTICS),
        Reason.WEIGHT_NOT_CONSTANT);
  }

  @Test
  void anInputOfAFunctionIsNoConstant() {
    fold.declines(
        HEADER
            + """
            g (float[1,2,5,5] x) => (float[A,B,C,D] y) <float[2,2,1,1] w = {1, 2, 3, 4}>
            { y = local.Block (x, w) }
            <domain: "local", opset_import: ["" : 17]>
            Block (x, w) => (y) {
              %s
              c = Conv (x, w)
              y = BatchNormalization (c, s, b, m, v) }
            """
                .formatted(STATISTICS),
        Reason.WEIGHT_NOT_CONSTANT);
  }

  /** What the file declares of values holds for one caller at most. */
  @Test
  void shapesThatAFunctionDeclaresAreNotBelieved() {
    rewriting(new DropNoOpReshape())
        .ignores(
            calledTwice(
                """
                Block (x) => (y) <float[1,2,5,5] a, float[1,2,5,5] r> {
                  k = Constant <value_ints = [1,2,5,-1]> ()
                  a = Abs (x)
                  r = Reshape (a, k)
                  y = Relu (r) }
                """));
  }

  /** Pads are an input from operator set 11 on; the model is written in an older one. */
  @Test
  void aFunctionIsReadByItsOwnOperatorSet() {
    rewriting(new DropNoOpPad())
        .turns(
            """
            <ir_version: 9, opset_import: ["" : 10, "local" : 1]>
            g (float[2,3] x) => (float[A,B] y) { y = local.Block (x) }
            <domain: "local", opset_import: ["" : 17]>
            Block (x) => (y) {
              k = Constant <value_ints = [0,0,0,0]> ()
              p = Pad (x, k)
              y = Relu (p) }
            """)
        .into(
            """
            g (float[2,3] x) => (float[A,B] y) { y = local.Block (x) }
            <domain: "local", opset_import: ["" : 17]>
            Block (x) => (y) { y = Relu (x) }
            """);
  }

  /** Before operator set 13, a Constant node could not hold every type. */
  @Test
  void functionsOfOldOperatorSetsStay() {
    rewriting(new DropIdentity())
        .ignores(
            HEADER
                + """
                g (float[2,3] x) => (float[A,B] y) { y = local.Block (x) }
                <domain: "local", opset_import: ["" : 12]>
                Block (x) => (y) { i = Identity (x) y = Relu (i) }
                """);
  }

  @Test
  void trainingIsNotLeftOutWhereTheCallerDecides() {
    rewriting(new DropDropout())
        .ignores(
            HEADER
                + """
                g (float[2,3] x) => (float[A,B] y) { y = local.Block <n = 3> (x) }
                <domain: "local", opset_import: ["" : 17]>
                Block <n> (x) => (y) { i = Dropout <seed: int = @n> (x) y = Relu (i) }
                """);
  }

  @Test
  void constantsStayNodes() {
    rewriting(new ConstantToInitializer())
        .ignores(
            calledTwice("Block (x) => (y) { k = Constant <value_float = 2.0> () y = Mul (x, k) }"));
  }

  /** What shape arithmetic knows becomes a Constant node. */
  @Test
  void storesWhatIsKnownAsAConstantNode() {
    sweeping(new EvaluateKnown())
        .turns(
            calledTwice(
                """
                Block (x) => (y) {
                  k = Constant <value = float[2,2,1,1] {1, 2, 3, 4}> ()
                  f = Shape <start = 0, end = 2> (k)
                  o = Constant <value_ints = [-1]> ()
                  t = Concat <axis = 0> (f, o)
                  c = Conv (x, k)
                  y = Reshape (c, t) }
                """
                    .replace("{1, 2, 3, 4}", "{1, 2, 3, 4}")))
        .into(
            calledTwice(
                """
                Block (x) => (y) {
                  k = Constant <value = float {0}> ()
                  t = Constant <value = float {0}> ()
                  c = Conv (x, k)
                  y = Reshape (c, t) }
                """));
  }

  @Test
  void sweepsFunctions() {
    running(
            List.of(
                new Pass.Whole("test", new MergeDuplicateNodes()),
                new Pass.Whole("test", new RemoveDeadNodes())))
        .turns(
            calledTwice(
                """
                Block (x) => (y) {
                  k = Constant <value_float = 2.0> ()
                  l = Constant <value_float = 2.0> ()
                  a = Mul (x, k)
                  b = Mul (x, l)
                  unread = Neg (a)
                  y = Add (a, b) }
                """))
        .into(
            calledTwice(
                """
                Block (x) => (y) {
                  k = Constant <value_float = 2.0> ()
                  a = Mul (x, k)
                  y = Add (a, a) }
                """))
        .keepingNumbersWithin(0);
  }

  @Test
  void declarationsOfValuesThatAreGoneGoToo() {
    Model model =
        ModelText.parse(
            calledTwice(
                "Block (x) => (y) <float i, float n> { i = Identity (x) n = Neg (i) y = Relu (n) }"));
    Report report =
        Driver.run(
            model,
            List.of(
                new Pass.Local("no-ops", Pass.Order.FIRST_NODE_FIRST, List.of(new DropIdentity()))),
            Driver.Options.defaults());
    assertEquals(
        List.of("Identity 'i' in function 'Block'"),
        report.passes().getFirst().folds().getFirst().origins());
    Model saved = ModelText.parse(ModelText.print(model));
    assertEquals(
        List.of("n"), List.copyOf(saved.functions().getFirst().body().valueInfos().keySet()));
  }
}
