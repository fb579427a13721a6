package dev.repfuse.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.check.GraphInvariants;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.edit.BranchInliner;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.testkit.Oracle;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Branches in the place of Ifs whose conditions are constants, against ONNX Runtime. */
class BranchInlinerTest {
  private static void assertInlines(int count, String before, String after) {
    Model original = ModelText.parse(before);
    Model model = ModelText.parse(before);
    assertEquals(count, BranchInliner.inline(model));
    GraphInvariants.check(model.graph());
    Model written = ModelFile.parse(MemorySegment.ofArray(ModelFile.toBytes(model)), "inlined");
    ModelCheck.check(written);
    assertEquals(GraphShape.of(ModelText.parse(after)), GraphShape.of(written));
    assertEquals(0, Oracle.difference(original, written, 20));
  }

  @Test
  void constantsOfTheBranchComeAlong() {
    assertInlines(
        1,
        """
        g (float[2] x) => (float[2] y) <bool c = {1}>
        {
          y = If (c) <
            then_branch = t () => (float[2] p) <float[2] w = {2, 3}> { p = Mul (x, w) },
            else_branch = e () => (float[2] q) { q = Neg (x) }
          >
        }
        """,
        "g (float[2] x) => (float[2] y) <float[2] w = {2, 3}> { y = Mul (x, w) }");
  }

  @Test
  void severalResultsOneOfThemCaptured() {
    assertInlines(
        1,
        """
        g (float[2] x) => (float[2] y, float[2] z) <bool c = {0}>
        {
          n = Neg (x)
          y, z = If (c) <
            then_branch = t () => (float[2] p, float[2] q) { p = Exp (x) q = Abs (x) },
            else_branch = e () => (float[2] r, float[2] s) { r = Identity (n) s = Relu (x) }
          >
        }
        """,
        """
        g (float[2] x) => (float[2] y, float[2] z)
        { n = Neg (x) y = Identity (n) z = Relu (x) }
        """);
  }

  @Test
  void anIfThatTheBranchBringsAlong() {
    assertInlines(
        2,
        """
        g (float[2] x) => (float[2] y) <bool c = {1}>
        {
          y = If (c) <
            then_branch = t () => (float[2] p) <bool d = {0}> {
              n = Neg (x)
              p = If (d) <
                then_branch = tt () => (float[2] a) { a = Exp (n) },
                else_branch = ee () => (float[2] b) { b = Abs (n) }
              >
            },
            else_branch = e () => (float[2] q) { q = Relu (x) }
          >
        }
        """,
        "g (float[2] x) => (float[2] y) { n = Neg (x) y = Abs (n) }");
  }

  @Test
  void anIfOnAnInputStays() {
    String open =
        """
        g (float[2] x, bool c) => (float[2] y)
        {
          y = If (c) <
            then_branch = t () => (float[2] p) { p = Exp (x) },
            else_branch = e () => (float[2] q) { q = Neg (x) }
          >
        }
        """;
    assertInlines(0, open, open);
  }
}
