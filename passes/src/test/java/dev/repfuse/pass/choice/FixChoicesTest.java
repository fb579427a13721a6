package dev.repfuse.pass.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.check.GraphInvariants;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.edit.BranchInliner;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.GraphShape;
import dev.repfuse.pass.Growth;
import dev.repfuse.pass.Pass;
import dev.repfuse.pass.choice.ChoicePoint.Branching;
import dev.repfuse.pass.clean.CleanPasses;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.testkit.Oracle;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Chosen branches go on, others go, and ONNX Runtime computes what the supernet does. */
class FixChoicesTest {
  private static final String WEIGHTS =
      """
      <
        float[3,3,1,1] a ~ normal(1), float[3,3,3,3] b ~ normal(2),
        float[3,3,1,1] c ~ normal(3), float[3,3,3,3] d ~ normal(4)
      >
      """;

  private static final String SECOND_THEN_FIRST =
      "g (float[1,3,4,4] x) => (float[1,3,4,4] y)"
          + WEIGHTS
          + "{ q = Conv <pads = [1,1,1,1]> (x, b) s = Relu (q) y = Conv (s, c) }";

  private static SearchSpace space(Model supernet) {
    return FindChoices.in(supernet).space();
  }

  /** The supernet with choices, cleaned; equal to the supernet whose inputs are constants. */
  private static Model fixed(String text, Integer... choices) {
    List<Integer> architecture = List.of(choices);
    Model supernet = ModelText.parse(text);
    SearchSpace space = space(supernet);
    Model subnet = ModelText.parse(text);
    FixChoices.in(subnet, space, architecture);
    do {
      clean(subnet);
    } while (BranchInliner.inline(subnet) > 0);
    GraphInvariants.check(subnet.graph());
    Model written = ModelFile.parse(MemorySegment.ofArray(ModelFile.toBytes(subnet)), "subnet");
    ModelCheck.check(written);
    FixChoices.inInputs(supernet, space, architecture);
    for (long seed = 20; seed < 24; seed++) {
      assertEquals(0, Oracle.difference(supernet, written, seed));
    }
    return written;
  }

  private static void clean(Model model) {
    List<Pass> passes =
        Stream.of(
                CleanPasses.before(constants -> Optional.of(Oracle.constants(constants))),
                CleanPasses.after())
            .flatMap(List::stream)
            .toList();
    Driver.run(
        model, passes, new Driver.Options(Target.GENERIC, Growth.Limit.NONE, m -> {}, pass -> {}));
  }

  private static void assertInto(String after, Model subnet) {
    assertEquals(GraphShape.of(ModelText.parse(after)), GraphShape.of(subnet));
  }

  @Test
  void sumsBecomeTheirBranch() {
    assertInto(SECOND_THEN_FIRST, fixed(Supernets.SUM, 1, 0));
  }

  /** The sum inside of a branch that is not chosen goes with it, whichever choice comes first. */
  @Test
  void sumsInsideOfBranches() {
    for (int inner = 0; inner < 2; inner++) {
      String nested =
          """
          g (float[1,3,4,4] x, float[2,2] arch) => (float[1,3,4,4] y)
          <
            float[3,3,1,1] a ~ normal(1), float[3,3,1,1] b ~ normal(2),
            float[3,3,1,1] c ~ normal(3),
            int64 i0 = {%d}, int64 i1 = {%d}, int64 first = {0}, int64 second = {1}
          >
          {
            inside = Gather <axis = 0> (arch, i0)
            outside = Gather <axis = 0> (arch, i1)
            e = Gather <axis = 0> (inside, first)
            f = Gather <axis = 0> (inside, second)
            g = Gather <axis = 0> (outside, first)
            h = Gather <axis = 0> (outside, second)
            p = Conv (x, a)
            q = Conv (x, b)
            r = Conv (x, c)
            qe = Mul (q, e)
            rf = Mul (r, f)
            s = Add (qe, rf)
            pg = Mul (p, g)
            sh = Mul (s, h)
            y = Add (pg, sh)
          }
          """
              .formatted(inner, 1 - inner);
      String alone =
          "g (float[1,3,4,4] x) => (float[1,3,4,4] y) <float[3,3,1,1] w ~ normal(%d)>{ y = Conv (x, w) }";
      int outer = 1 - inner;
      for (int other = 0; other < 2; other++) {
        Integer[] outside = new Integer[2];
        outside[outer] = 0;
        outside[inner] = other;
        assertInto(alone.formatted(1), fixed(nested, outside));
        outside[outer] = 1;
        assertInto(alone.formatted(2 + other), fixed(nested, outside));
      }
    }
  }

  @Test
  void gathersBecomeTheirBranch() {
    assertInto(SECOND_THEN_FIRST, fixed(Supernets.GATHER, 1, 0));
  }

  @Test
  void ifsBecomeTheirBranch() {
    assertInto(SECOND_THEN_FIRST, fixed(Supernets.IF, 1, 0));
  }

  @Test
  void nestedIfsBecomeTheirBranch() {
    assertInto("g (float[2] x) => (float[2] y) { y = Relu (x) }", fixed(Supernets.NESTED_IF, 0));
    assertInto("g (float[2] x) => (float[2] y) { y = Neg (x) }", fixed(Supernets.NESTED_IF, 1));
    assertInto("g (float[2] x) => (float[2] y) { y = Exp (x) }", fixed(Supernets.NESTED_IF, 2));
  }

  @Test
  void generatedWeightsAreComputedOnce() {
    for (int id = 0; id < 4; id++) {
      assertInto(
          "g (float[1,3,4,4] x) => (float[1,2,4,4] y) <float[2,3,1,1] w ~ normal(1)>"
              + " { y = Conv (x, w) }",
          fixed(Supernets.WEIGHT_GENERATOR, id));
    }
  }

  /** The layer's input is a branch too, and stays the graph's input. */
  @Test
  void aSkipIsABranch() {
    String skip = Supernets.SUM.replace("p = Conv (x, a)", "").replace("Mul (p, e)", "Mul (x, e)");
    assertInto(
        "g (float[1,3,4,4] x) => (float[1,3,4,4] y) <float[3,3,1,1] c ~ normal(3)>"
            + "{ s = Relu (x) y = Conv (s, c) }",
        fixed(skip, 0, 0));
  }

  @Test
  void onlyInputsThatDecideGo() {
    Model subnet = fixed(Supernets.SUM, 0, 1);
    assertEquals(
        List.of("x"),
        subnet.graph().inputs().stream().map(i -> i.info()).map(ValueInfo::name).toList());
  }

  private static void assertRefused(String message, SearchSpace space, Integer... choices) {
    Model model = ModelText.parse(Supernets.SUM);
    byte[] before = ModelFile.toBytes(model);
    ChoiceException refusal =
        assertThrows(ChoiceException.class, () -> FixChoices.in(model, space, List.of(choices)));
    assertEquals(message, refusal.getMessage());
    assertEquals(
        -1,
        MemorySegment.ofArray(before).mismatch(MemorySegment.ofArray(ModelFile.toBytes(model))));
  }

  @Test
  void refusesWhatIsNoArchitecture() {
    SearchSpace space = space(ModelText.parse(Supernets.SUM));
    assertRefused("choice 1 is 2, and arch[1] takes 0 to 1", space, 0, 2);
    assertRefused("choice 0 is -1, and arch[0] takes 0 to 1", space, -1, 0);
    assertRefused(
        "has 1 choices, and the supernet has 2: arch[0] 0 to 1, arch[1] 0 to 1", space, 0);
  }

  private static SearchSpace of(Branching... points) {
    return new SearchSpace(List.of(points));
  }

  @Test
  void refusesASpaceOfAnotherModel() {
    Decider row = new Decider("arch", List.of(0));
    List<String> branches = List.of("p", "q");
    assertRefused(
        "the model has no value 'w', or several",
        of(new Branching(ChoicePoint.Meeting.SUM, row, List.of("p", "w"), "m")),
        1);
    assertRefused(
        "no node of the model computes 'x'",
        of(new Branching(ChoicePoint.Meeting.SUM, row, branches, "x")),
        1);
    assertRefused(
        "branch 'r' does not stand before 'm'",
        of(new Branching(ChoicePoint.Meeting.SUM, row, List.of("p", "r"), "m")),
        1);
    assertRefused(
        "arch[0] has 1 indices, and it takes 2",
        of(new Branching(ChoicePoint.Meeting.GATHER, row, branches, "m")),
        1);
    assertRefused(
        "arch[0] has 2 elements, and there are 3 branches",
        of(new Branching(ChoicePoint.Meeting.SUM, row, List.of("p", "q", "p"), "m")),
        1);
    assertRefused(
        "arch[7]: index 7 is not below 2",
        of(new Branching(ChoicePoint.Meeting.SUM, new Decider("arch", List.of(7)), branches, "m")),
        1);
    assertRefused(
        "the model has no input 'ids'",
        of(new Branching(ChoicePoint.Meeting.SUM, new Decider("ids", List.of(0)), branches, "m")),
        1);
  }
}
