package dev.repfuse.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.text.ModelText;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What became of which node, by the names of values. */
class CorrespondenceTest {
  private static final String WEIGHTS = "<float[2,2,1,1] w, float[2,2,1,1] v, float[2] b>";

  private static Correspondence between(String before, String after) {
    return Correspondence.between(
        ModelText.parseOpen(before).graph(), ModelText.parseOpen(after).graph());
  }

  private static String graph(String nodes) {
    return "g (float[1,2,4,4] x) => (float[1,2,4,4] y) %s { %s }".formatted(WEIGHTS, nodes);
  }

  /** The regions as {@code a b > c}, nodes by their labels. */
  private static List<String> regions(String before, String after) {
    return between(graph(before), graph(after)).regions().stream()
        .map(region -> names(region.before()) + " > " + names(region.after()))
        .toList();
  }

  private static String names(List<Node> nodes) {
    return nodes.stream().map(Node::label).collect(Collectors.joining(" "));
  }

  @Test
  void aFoldedNodeStandsForAllBetweenWhatItReadsAndGives() {
    assertEquals(
        List.of("a b c > c", "y > y"),
        regions(
            "a = Conv (x, w) b = Conv (x, v) c = Add (a, b) y = Relu (c)",
            "c = Conv (x, w) y = Relu (c)"));
  }

  @Test
  void aNodeThatStaysIsKept() {
    Correspondence same =
        between(graph("a = Relu (x) y = Conv (a, w)"), graph("a = Relu (x) y = Conv (a, w)"));

    assertTrue(same.regions().stream().allMatch(Region::isKept));
    assertEquals(List.of(), same.gone());
  }

  @Test
  void aNodeThatReadsAnotherValueOrHasAnotherAttributeIsNotKept() {
    String softmax = graph("a = Relu (x) y = Softmax <axis = 1> (a)");

    assertTrue(between(softmax, softmax).regions().stream().allMatch(Region::isKept));
    assertEquals(1, changed(softmax, graph("a = Relu (x) y = Softmax <axis = 2> (a)")));
    assertEquals(1, changed(softmax, graph("a = Relu (x) y = Softmax <axis = 1> (x)")));
  }

  private static long changed(String before, String after) {
    return between(before, after).regions().stream().filter(region -> !region.isKept()).count();
  }

  @Test
  void aNodeThatIsComputedOnceMoreBelongsToBothRegions() {
    String before = "a = Conv (x, w) b = Conv (a, v) c = Relu (a) y = Add (b, c)";
    String after = "a = Conv (x, w) b = Conv (x, v) c = Relu (a) y = Add (b, c)";

    assertEquals(List.of("a > a", "a b > b", "c > c", "y > y"), regions(before, after));

    Correspondence found = between(graph(before), graph(after));
    Region first = found.regions().getFirst();
    assertEquals(first, found.regionsOf(first.before().getFirst()).getFirst(), "its own first");
  }

  @Test
  void aMergedDuplicateDoesNotDrawInWhatLiesBeforeIt() {
    assertEquals(
        List.of("a > a", "b > b", "c > c", "d y > y"),
        regions(
            "a = Relu (x) b = Exp (a) c = Tanh (b) d = Tanh (b) y = Add (d, a)",
            "a = Relu (x) b = Exp (a) c = Tanh (b) y = Add (c, a)"));
  }

  @Test
  void constantsThatAreWorkedOutBelongToWhatReadsThem() {
    assertEquals(
        List.of("s t y > y"),
        regions("s = Shape (b) t = Identity (s) y = Reshape (x, t)", "y = Reshape (x, w)"));
  }

  @Test
  void newNodesBelongToTheResultThatTheyLeadTo() {
    assertEquals(
        List.of("j y > p q y"),
        regions(
            "j = Concat <axis = 1> (x, x) y = Conv (j, w)",
            "p = Conv (x, w) q = Conv (x, v) y = Add (p, q)"));
  }

  @Test
  void whatNobodyReadsIsGone() {
    Correspondence found = between(graph("dead = Exp (x) y = Relu (x)"), graph("y = Relu (x)"));

    assertEquals("dead", names(found.gone()));
  }

  @Test
  void whatASubgraphCapturesFlowsIntoItsNode() {
    String head = "g (float[1,2,4,4] x, bool c) => (float[1,2,4,4] y) ";
    String before =
        head
            + "{ a = Identity (x) y = If (c) <then_branch = t () => (float[1,2,4,4] r) { r = Exp"
            + " (a) }, else_branch = e () => (float[1,2,4,4] s) { s = Tanh (x) }> }";
    String after =
        head
            + "{ y = If (c) <then_branch = t () => (float[1,2,4,4] r) { r = Exp"
            + " (x) }, else_branch = e () => (float[1,2,4,4] s) { s = Tanh (x) }> }";

    assertEquals("a y", names(between(before, after).regions().getFirst().before()));
  }

  /** A chain of 100,000 nodes that becomes one, beside one of which all stay. */
  @Test
  void takesLinearTimeAndNoRecursion() {
    int length = 50_000;
    StringBuilder chain = new StringBuilder();
    for (int i = 0; i < length; i++) {
      chain.append("a%d = Relu (%s) ".formatted(i, i == 0 ? "x" : "a" + (i - 1)));
    }
    StringBuilder both = new StringBuilder(chain);
    for (int i = 0; i < length; i++) {
      both.append("b%d = Exp (%s) ".formatted(i, i == 0 ? "x" : "b" + (i - 1)));
    }
    String before = graph(both + "y = Add (a%1$d, b%1$d)".formatted(length - 1));
    String after = graph(chain + "b%1$d = Exp (x) y = Add (a%1$d, b%1$d)".formatted(length - 1));
    Correspondence found =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> between(before, after));

    assertEquals(length + 2, found.regions().size());
    assertEquals(length, found.regions().get(length).before().size());
  }
}
