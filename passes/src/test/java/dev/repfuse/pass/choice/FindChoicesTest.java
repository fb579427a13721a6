package dev.repfuse.pass.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.choice.ChoicePoint.Branching;
import dev.repfuse.pass.choice.ChoicePoint.Generated;
import dev.repfuse.pass.choice.ChoicePoint.Meeting;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Choice points by the flow of data alone. */
class FindChoicesTest {
  private static void assertFinds(String supernet, ChoicePoint... points) {
    FindChoices.Choices found = FindChoices.in(ModelText.parse(supernet));
    assertEquals(List.of(points), found.space().points());
    assertEquals(List.of(), found.unexplained());
  }

  private static void assertUnexplained(String supernet, String... lines) {
    FindChoices.Choices found = FindChoices.in(ModelText.parse(supernet));
    assertEquals(List.of(lines), found.unexplained());
  }

  private static Decider arch(Integer... at) {
    return new Decider("arch", List.of(at));
  }

  @Test
  void sums() {
    assertFinds(
        Supernets.SUM,
        new Branching(Meeting.SUM, arch(0), List.of("p", "q"), "m"),
        new Branching(Meeting.SUM, arch(1), List.of("r", "t"), "y"));
  }

  @Test
  void gathers() {
    assertFinds(
        Supernets.GATHER,
        new Branching(Meeting.GATHER, arch(0), List.of("p", "q"), "m"),
        new Branching(Meeting.GATHER, arch(1), List.of("r", "t"), "y"));
  }

  @Test
  void ifs() {
    assertFinds(
        Supernets.IF,
        new Branching(Meeting.IF, arch(0), List.of("p", "q"), "m"),
        new Branching(Meeting.IF, arch(1), List.of("r", "t"), "y"));
  }

  @Test
  void ifsInBranches() {
    assertFinds(
        Supernets.NESTED_IF, new Branching(Meeting.IF, arch(), List.of("p", "q", "r"), "y"));
  }

  @Test
  void generatedWeights() {
    assertFinds(
        Supernets.WEIGHT_GENERATOR, new Generated(new Decider("ids", List.of(0)), 4, List.of("w")));
  }

  /** Names say nothing: branch 1 is first in the sum, and has the later name. */
  @Test
  void branchesAreNumberedByTheElementThatTheyAreMultipliedBy() {
    assertFinds(
        """
        g (float[3] x, float[2] arch) => (float[3] y) <int64 i = {0}, int64 j = {1}>
        {
          zeroth = Neg (x) first = Relu (x)
          e = Gather (arch, j) f = Gather (arch, i)
          u = Mul (zeroth, e) v = Mul (first, f) y = Add (u, v)
        }
        """,
        new Branching(Meeting.SUM, arch(), List.of("first", "zeroth"), "y"));
  }

  @Test
  void anOrdinaryNetworkHasNone() {
    assertFinds(
        """
        g (float[1,3] x, int64[1,4] ids) => (float[1,4,3] y) <float[9,3] table ~ normal(1)>
        { e = Gather (table, ids) y = Add (x, e) }
        """);
  }

  @Test
  void aSumOfPartOfARowIsNone() {
    assertUnexplained(
        """
        g (float[3] x, float[3] arch) => (float[3] y) <int64 i = {0}, int64 j = {1}>
        {
          n = Neg (x) e = Gather (arch, i) f = Gather (arch, j)
          u = Mul (x, e) v = Mul (n, f) y = Add (u, v)
        }
        """,
        "Add 'y': it sums 2 branches, and arch has 3 elements");
  }

  @Test
  void branchesHaveOneShape() {
    assertUnexplained(
        Supernets.SUM.replace("r = Conv (s, c)", "r = ReduceMean (s)"),
        "Add 'y': 'r' has another shape than the sum",
        "Mul 'n' reads 'h', for which nothing says what arch[1,0] may be",
        "Mul 'o' reads 'k', for which nothing says what arch[1,1] may be");
  }

  @Test
  void whatScalesIsNoNumberOfAChoice() {
    assertUnexplained(
        Supernets.GATHER
            .replace("int64[2] arch", "int64[3] arch")
            .replace("int64[1] first", "int64 two = {2}, int64[1] first")
            .replace(
                "y = Gather (l, f)",
                "w = Gather (l, f) z = Gather (arch, two) k9 = Cast <to = 1> (z) y = Mul (w, k9)"),
        "Mul 'y' reads 'k9', for which nothing says what arch[2] may be");
  }
}
