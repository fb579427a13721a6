package dev.repfuse.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Function;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.check.GraphInvariants;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.testkit.Oracle;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions in the place of their calls, against ONNX Runtime, which inlines by itself. */
final class InlineFunctionsTest {
  private static final String HEADER =
      "<ir_version: 9, opset_import: [\"\" : 17, \"local\" : 1]>\n";

  private static Model inlined(String text, String... left) {
    Model original = ModelText.parse(text);
    InlineFunctions.Inlined inlined = InlineFunctions.in(ModelText.parse(text));
    assertEquals(List.of(), inlined.report().remarks());
    Model result =
        ModelFile.parse(MemorySegment.ofArray(ModelFile.toBytes(inlined.model())), "inlined");
    GraphInvariants.check(inlined.model().graph());
    ModelCheck.check(result);
    assertEquals(List.of(left), result.functions().stream().map(f -> f.operator().type()).toList());
    for (long seed = 20; seed < 26; seed++) {
      assertEquals(0, Oracle.difference(original, result, seed));
    }
    return result;
  }

  private static void into(String after, Model result) {
    assertEquals(GraphShape.of(ModelText.parseOpen(after)), GraphShape.of(result));
  }

  private static void declines(String text, String cause) {
    Model model = ModelText.parse(text);
    byte[] before = ModelFile.toBytes(model);
    InlineFunctions.Inlined inlined = InlineFunctions.in(model);
    assertEquals(List.of(cause), inlined.report().remarks().stream().map(Remark::detail).toList());
    assertEquals(
        ModelText.print(ModelFile.parse(MemorySegment.ofArray(before), "before")),
        ModelText.print(inlined.model()));
  }

  @Test
  void twoCallsBecomeTwoCopies() {
    into(
        """
        g (float[2,3] x) => (float[A,B] y)
        { n = Neg (x) a = Relu (n) m = Neg (a) y = Relu (m) }
        """,
        inlined(
            HEADER
                + """
                g (float[2,3] x) => (float[A,B] y) { a = local.F (x) y = local.F (a) }
                <domain: "local", opset_import: ["" : 17]>
                F (x) => (y) { n = Neg (x) y = Relu (n) }
                """));
  }

  @Test
  void attributesAreTheCallersOrTheDefaults() {
    into(
        """
        g (float[2,3] x) => (float[A,B] y)
        { a = LeakyRelu <alpha = 0.5> (x) b = LeakyRelu <alpha = 0.25> (a) y = Neg (b) }
        """,
        inlined(
            HEADER
                + """
                g (float[2,3] x) => (float[A,B] y)
                { a = local.F <slope = 0.5> (x) b = local.F (a) y = Neg (b) }
                <domain: "local", opset_import: ["" : 17]>
                F <slope: float = 0.25> (x) => (y) { y = LeakyRelu <alpha: float = @slope> (x) }
                """));
  }

  /** ONNX Runtime does not load such a function, but the format permits it. */
  @Test
  void whatIsReturnedTwiceOrIsAnInputIsNamedAnew() {
    Model model =
        ModelText.parse(
            HEADER
                + """
                g (float[2,3] x) => (float[A,B] a, float[C,D] b, float[E,F] c)
                { a, b, c = local.F (x) }
                <domain: "local", opset_import: ["" : 17]>
                F (x) => (n, n, x) { n = Neg (x) }
                """);
    into(
        """
        g (float[2,3] x) => (float[A,B] a, float[C,D] b, float[E,F] c)
        { a = Neg (x) b = Identity (a) c = Identity (x) }
        """,
        InlineFunctions.in(model).model());
  }

  @Test
  void inputsThatAreLeftOutStayAbsent() {
    into(
        "g (float[2,3] x) => (float[A,B] y) { y = Clip (x, , h) }",
        inlined(
            HEADER
                + """
                g (float[2,3] x) => (float[A,B] y) <float h = {0.5}> { y = local.F (x, , h) }
                <domain: "local", opset_import: ["" : 17]>
                F (x, low, high) => (y) { y = Clip (x, low, high) }
                """));
  }

  /**
   * Names in a branch of the function must not hide those around the call, and attributes reach in.
   */
  @Test
  void branchesOfAFunctionAreCopiedWithNewNames() {
    into(
        """
        g (bool t, float[2] x, float[2] k) => (float[A] y, float[B] z)
        { n = Neg (x)
          y = If <
            then_branch = p () => (float[2] q) { q = LeakyRelu <alpha = 0.5> (n) },
            else_branch = r () => (float[2] w) { w = Add (n, c) }> (t)
          m = Neg (k)
          z = If <
            then_branch = p () => (float[2] q) { q = LeakyRelu <alpha = 2.0> (m) },
            else_branch = r () => (float[2] w) { w = Add (m, c) }> (t) }
        """,
        inlined(
            HEADER
                + """
                g (bool t, float[2] x, float[2] k) => (float[A] y, float[B] z)
                { y = local.F <s = 0.5> (t, x) z = local.F <s = 2.0> (t, k) }
                <domain: "local", opset_import: ["" : 17]>
                F <s> (t, v) => (y) {
                  x = Neg (v)
                  y = If <
                    then_branch = p () => (float[2] q) {
                      q = LeakyRelu <alpha: float = @s> (x) },
                    else_branch = r () => (float[2] w) <float[2] k = {1,2}> {
                      w = Add (x, k) }> (t) }
                """));
  }

  @Test
  void functionsThatCallFunctionsAndCallsInBranches() {
    into(
        """
        g (bool t, float[2] x) => (float[A] y)
        { y = If <
            then_branch = p () => (q) { n = Neg (x) q = Relu (n) },
            else_branch = r () => (z) { z = Neg (x) }> (t) }
        """,
        inlined(
            HEADER
                + """
                g (bool t, float[2] x) => (float[A] y)
                { y = If <
                    then_branch = p () => (float[2] q) { q = local.F (x) },
                    else_branch = r () => (float[2] z) { z = local.G (x) }> (t) }
                <domain: "local", opset_import: ["" : 17, "local" : 1]>
                F (x) => (y) { n = local.G (x) y = Relu (n) }
                <domain: "local", opset_import: ["" : 17]>
                G (x) => (y) { y = Neg (x) }
                """));
  }

  /** Calls of a graph inside of each other could be as many as 2 to the power of their depth. */
  @Test
  void stopsBeforeTheModelGrowsWithoutEnd() {
    StringBuilder text =
        new StringBuilder(HEADER + "g (float[2] x) => (float[A] y) { y = local.F0 (x) }");
    for (int i = 0; i < 40; i++) {
      text.append(
          """
          <domain: "local", opset_import: ["" : 17, "local" : 1]>
          F%d (x) => (y) { n = local.F%d (x) y = local.F%d (n) }
          """
              .formatted(i, i + 1, i + 1));
    }
    text.append("<domain: \"local\", opset_import: [\"\" : 17]> F40 (x) => (y) { y = Neg (x) }");
    InlineFunctions.Inlined inlined = InlineFunctions.in(ModelText.parse(text.toString()));
    assertTrue(inlined.report().remarks().size() > 1);
    assertEquals(
        "F40",
        inlined.model().functions().stream().map(Function::operator).toList().getLast().type());
  }

  @Test
  void anotherOperatorSetIsDeclined() {
    declines(
        HEADER
            + """
            g (float[2,3] x) => (float[A,B] y) { y = local.F (x) }
            <domain: "local", opset_import: ["" : 16]>
            F (x) => (y) { y = Neg (x) }
            """,
        "it is written in version 16 of '', the model in version 17");
  }

  @Test
  void anAttributeThatNobodyGivesIsDeclined() {
    declines(
        HEADER
            + """
            g (float[2,3] x) => (float[A,B] y) { y = local.F (x) }
            <domain: "local", opset_import: ["" : 17]>
            F <slope> (x) => (y) { y = LeakyRelu <alpha: float = @slope> (x) }
            """,
        "nobody gives its attribute 'slope'");
  }

  @Test
  void anOperatorSetThatTheModelLacksIsImported() {
    Model model =
        ModelText.parse(
            HEADER
                + """
                g (float[2,3] x) => (float[A,B] y) { y = local.F (x) }
                <domain: "local", opset_import: ["" : 17, "com.microsoft" : 1]>
                F (x) => (y) { n = com.microsoft.Gelu (x) y = Neg (n) }
                """);
    Model result = InlineFunctions.in(model).model();
    assertEquals(1, result.opset("com.microsoft").orElseThrow());
  }
}
