package dev.repfuse.pass;

import static dev.repfuse.pass.Rewriting.rewriting;
import static dev.repfuse.pass.Rewriting.running;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.clean.DropIdentity;
import dev.repfuse.pass.clean.DropNoOpReshape;
import dev.repfuse.pass.clean.DropNoOpTranspose;
import dev.repfuse.pass.clean.MergeDuplicateInitializers;
import dev.repfuse.pass.clean.MergeDuplicateNodes;
import dev.repfuse.pass.clean.RemoveDeadNodes;
import dev.repfuse.pass.clean.RemoveUnusedInitializers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cleaning inside of If, Loop and Scan, and names that mean something else there. */
final class SubgraphCleaningTest {
  @Test
  void aNoOpInABodyGivesWayToAnOuterValue() {
    rewriting(new DropIdentity(), new DropNoOpTranspose())
        .turns(
            """
            g (bool t, float[2,3] x) => (float[2,3] y)
            { o = Transpose <perm = [1,0]> (x)
              y = If <
                then_branch = p () => (float[2,3] q) {
                  a = Transpose <perm = [1,0]> (o) i = Identity (a) q = Neg (i) },
                else_branch = r () => (float[2,3] z) { j = Identity (x) z = Relu (j) }> (t) }
            """)
        .into(
            """
            g (bool t, float[2,3] x) => (float[2,3] y)
            { y = If <
                then_branch = p () => (q) { q = Neg (x) },
                else_branch = r () => (z) { z = Relu (x) }> (t) }
            """)
        .keepingNumbersWithin(0, 6);
  }

  /** A branch has to return a value of its own. */
  @Test
  void whatABranchReturnsStaysItsOwn() {
    rewriting(new DropIdentity())
        .declines(
            """
            g (bool t, float[2,3] x) => (float[2,3] y)
            { y = If <
                then_branch = p () => (float[2,3] q) { q = Identity (x) },
                else_branch = r () => (float[2,3] z) { z = Neg (x) }> (t) }
            """,
            Reason.KEEPS_NAME);
  }

  /** In the branch, the name x means another value: its reader must not be led there. */
  @Test
  void aNameThatMeansSomethingElseInsideIsNotUsedThere() {
    rewriting(new DropIdentity())
        .declines(
            """
            g (bool t, float[2] x) => (float[2] y)
            { i = Identity (x)
              y = If <
                then_branch = p () => (float[2] q) <float[2] x = {100, 200}> { q = Add (i, x) },
                else_branch = r () => (float[2] z) { z = Neg (i) }> (t) }
            """,
            Reason.KEEPS_NAME);
  }

  /** The same for an output's name, which another node's result would take over. */
  @Test
  void anOutputsNameThatMeansSomethingElseInsideIsNotUsedThere() {
    rewriting(new DropIdentity())
        .declines(
            """
            g (bool t, float[2] x) => (float[2] y, float[2] o)
            { i = Neg (x)
              y = If <
                then_branch = p () => (float[2] q) <float[2] o = {100, 200}> { q = Add (i, o) },
                else_branch = r () => (float[2] z) { z = Neg (i) }> (t)
              o = Identity (i) }
            """,
            Reason.KEEPS_NAME);
  }

  @Test
  void namesThatOtherBranchesUseTooAreNoHindrance() {
    rewriting(new DropIdentity())
        .turns(
            """
            g (bool t, float[2] x) => (float[2] y)
            { y = If <
                then_branch = p () => (float[2] q) { a = Neg (x) i = Identity (a) q = Abs (i) },
                else_branch = r () => (float[2] z) { a = Abs (x) i = Identity (a) z = Neg (i) }>
                (t) }
            """)
        .into(
            """
            g (bool t, float[2] x) => (float[2] y)
            { y = If <
                then_branch = p () => (q) { a = Neg (x) q = Abs (a) },
                else_branch = r () => (z) { a = Abs (x) z = Neg (a) }> (t) }
            """)
        .keepingNumbersWithin(0, 6);
  }

  /** The file says of a loop's value what was true in one turn. */
  @Test
  void shapesThatALoopDeclaresAreNotBelieved() {
    rewriting(new DropNoOpReshape())
        .ignores(
            """
            g (float[2,2] x) => (float[A,B] y) <int64 n = {2}, bool go = {1}>
            { y = Loop <body = p (int64 i, bool on, float[2,2] state)
                    => (bool still, float[A,B] next)
                    <int64[2] flat = {2,-1}, float[2,2] d, float[2,2] f> {
                still = Identity (on)
                d = Concat <axis = 0> (state, state)
                f = Reshape (d, flat)
                next = Relu (f) }> (n, go, x) }
            """);
  }

  @Test
  void sweepsBodies() {
    running(
            List.of(
                new Pass.Whole("test", new MergeDuplicateInitializers()),
                new Pass.Whole("test", new MergeDuplicateNodes()),
                new Pass.Whole("test", new RemoveDeadNodes()),
                new Pass.Whole("test", new RemoveUnusedInitializers())))
        .turns(
            """
            g (bool t, float[2] x) => (float[2] y)
            { y = If <
                then_branch = p () => (float[2] q)
                    <float[2] a = {1,2}, float[2] b = {1,2}, float[2] c = {3,4}> {
                  d = Mul (x, a) e = Mul (x, b) unread = Neg (d) q = Add (d, e) },
                else_branch = r () => (float[2] z) { z = Neg (x) }> (t) }
            """)
        .into(
            """
            g (bool t, float[2] x) => (float[2] y)
            { y = If <
                then_branch = p () => (q) { d = Mul (x, a) q = Add (d, d) },
                else_branch = r () => (z) { z = Neg (x) }> (t) }
            """)
        .keepingNumbersWithin(0, 6);
  }

  @Test
  void whatOnlyADeadBodyReadsGoesWithIt() {
    Model model =
        ModelText.parse(
            """
            g (bool t, float[2] x) => (float[2] y) <float[2] k = {1,2}>
            { a = Neg (x)
              u = If <
                then_branch = p () => (float[2] q) { i = Identity (a) q = Add (i, k) },
                else_branch = r () => (float[2] z) { z = Neg (a) }> (t)
              y = Relu (x) }
            """);
    Report report =
        Driver.run(
            model,
            List.of(
                new Pass.Whole("dead", new RemoveDeadNodes()),
                Pipelines.fold(),
                new Pass.Local("no-ops", Pass.Order.FIRST_NODE_FIRST, List.of(new DropIdentity())),
                new Pass.Whole("dead", new RemoveUnusedInitializers())),
            Driver.Options.defaults());
    assertEquals(5, report.passes().getFirst().nodesRemoved());
    assertEquals(1, model.graph().nodeCount());
    assertEquals(0, model.graph().initializers().size());
    assertTrue(report.passes().get(2).folds().isEmpty(), "a body that is gone is let alone");
  }

  /** Nobody knows what such an operator makes of its body. */
  @Test
  void bodiesOfUnknownOperatorsStay() {
    rewriting(new DropIdentity())
        .ignores(
            """
            <ir_version: 8, opset_import: ["" : 17, "custom" : 1]>
            g (float[2] x) => (float[2] y)
            { y = custom.Twice <body = p () => (float[2] q) { i = Identity (x) q = Neg (i) }> (x) }
            """);
  }

  /** Before IR version 4, an initializer of a body may be one of its inputs. */
  @Test
  void bodiesOfOldFilesStay() {
    rewriting(new DropIdentity())
        .ignores(
            """
            <ir_version: 3, opset_import: ["" : 8]>
            g (bool t, float[2] x) => (float[2] y)
            { y = If <
                then_branch = p () => (float[2] q) { i = Identity (x) q = Neg (i) },
                else_branch = r () => (float[2] z) { z = Abs (x) }> (t) }
            """);
  }
}
