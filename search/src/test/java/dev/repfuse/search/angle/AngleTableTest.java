package dev.repfuse.search.angle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.pass.choice.ChoiceException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of small supernets, worked out by hand, and pairs of files that do not fit. */
class AngleTableTest {
  @Test
  void everyWeightBelongsToItsChoice() {
    Angles angles = Chains.angles();
    assertEquals(new PartialSums(1, 1, 2), angles.fixed());
    assertEquals(new PartialSums(2, 2, 2), angles.operator(0, 0));
    assertEquals(new PartialSums(0, 4, 4), angles.operator(0, 1));
    assertEquals(PartialSums.NONE, angles.operator(0, 2));
    assertEquals(new PartialSums(0, 9, 16), angles.operator(1, 0));
    assertTrue(angles.isIdentity(0, 2) && angles.isIdentity(1, 2));
  }

  /** Two channels of nine taps: 18 numbers of 1/9, the same in both vectors. */
  @Test
  void aPoolingIsAConstant() {
    double square = 18 / 81.0;
    assertEquals(new PartialSums(square, square, square), Chains.angles().operator(1, 1));
    assertEquals(0, Chains.angles().operatorAngle(1, 1).orElseThrow(), 1e-7);
  }

  @Test
  void anAngleIsThatOfTheWholeVectors() {
    Angles angles = Chains.angles();
    assertEquals(Math.acos(3 / Math.sqrt(12 * 20)), angles.angle(new int[] {0, 0}), 1e-15);
    assertEquals(Math.acos(1 / Math.sqrt(2)), angles.angle(new int[] {2, 2}), 1e-15);
    assertEquals(Math.PI / 2, angles.searched(new int[] {1, 0}).angle(), 1e-15);
    assertEquals(Math.PI / 2, angles.sumOfOperatorAngles(new int[] {0, 0}), 1e-7);
    assertEquals(Math.sqrt(20), angles.sums(new int[] {0, 0}).magnitude(), 1e-15);
  }

  @Test
  void costsAreCountedByOperator() {
    AngleTable.Matched matched = Chains.match(Chains.INITIAL, Chains.TRAINED);
    OperatorCosts macs = matched.macs().orElseThrow();
    assertEquals(32, macs.fixed());
    assertEquals(List.of(List.of(32L, 32L, 0L), List.of(32L, 0L, 0L)), macs.operators());
    assertEquals(64, macs.of(new int[] {1, 2}));
    OperatorCosts parameters = matched.parameters().orElseThrow();
    assertEquals(List.of(List.of(2L, 2L, 0L), List.of(2L, 0L, 0L)), parameters.operators());
    assertNotEquals(matched.initial(), matched.trained());
  }

  /** An exporter that stores equal weights once names the others as Identities of it. */
  @Test
  void mergedWeightsKeepTheirNames() {
    String merged =
        Chains.INITIAL
            .replace("float[2,1,1,1] b = {0, 2},", "")
            .replace("{\n  s = Conv", "{\n  b = Identity (a)\n  s = Conv");
    String same = Chains.LAYERS.formatted("1, 0", "1, 1", "1, 1", "3, 0");
    assertEquals(
        Chains.match(same, Chains.TRAINED).angles().operator(0, 1),
        Chains.match(merged, Chains.TRAINED).angles().operator(0, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "(s, a) | (s, a, bias) | no BatchNormalization is left and 'a' has a bias: folded ones change weights",
        "(s, a) q | (s, a) p0 = BatchNormalization (p, o, z, z, o) q | the trained file has BatchNormalizations and the initial one has none: folded ones change weights",
      })
  void foldedFilesAreRefused(String from, String to, String reason) {
    String constants = "float[2] bias = {1, 1}, float[2] o = {1, 1}, float[2] z = {0, 0}, int64 i";
    String trained =
        Chains.TRAINED
            .replace("int64 i", constants)
            .replace(from, to)
            .replace(to.contains("p0") ? "Unsqueeze (p," : "none", "Unsqueeze (p0,");
    assertRefused(reason, Chains.INITIAL, trained);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "c = {3, 0} | c = {3, 0}, float[2,1,1,1] d = {1, 1} | (m, c) | (m, d) | the initial file has no weight 'c': another network, or exported differently",
        "[2,1,1,1] a = {1, 1} | [2,1,1,3] a = {1, 1, 1, 1, 1, 1} | p = Conv <group = 2> | p = Conv <group = 2, pads = [0,1,0,1]> | weight 'a' is [2,1,1,3] in the initial file and [2,1,1,1] in the trained one",
        "a = {1, 1} | a = {1, 1} | (s, a) q = Conv <group = 2> (s, b) | (s, b) q = Conv <group = 2> (s, a) | weight 'a' belongs to other choices in the initial file than in the trained one",
        "a = {1, 1} | a = {1, 1} | (p1, q1, s1) | (p1, q1, s1, s1) | arch[0] has 4 choices in the initial file and 3 in the trained one",
        "a = {1, 1} | a = {1, 1} | [3,3], pads = [1,1,1,1] | [1,1] | the files have different poolings in their branches",
      })
  void otherNetworksAreRefused(
      String weights, String toWeights, String from, String to, String reason) {
    assertRefused(
        reason, Chains.INITIAL.replace(weights, toWeights).replace(from, to), Chains.TRAINED);
  }

  private static void assertRefused(String reason, String initial, String trained) {
    ChoiceException refusal =
        assertThrows(ChoiceException.class, () -> Chains.match(initial, trained));
    assertEquals(reason, refusal.getMessage());
  }

  /** One weight in a branch of each layer counts once, so that no sum over operators has it. */
  @Test
  void aWeightOfTwoLayersIsRefused() {
    String initial = Chains.INITIAL.replace("(m, c)", "(m, a)");
    String trained = Chains.TRAINED.replace("(m, c)", "(m, a)");
    assertRefused(
        "several choices together decide whether 'a' is there, so that no sum over operators gives"
            + " its part of an angle",
        initial,
        trained);
  }

  @Test
  void aWeightOfTwoBranchesBelongsToBoth() {
    String shared = "p = Conv <group = 2> (s, a) q = Conv <group = 2, pads = [0,0,0,0]> (s, a)";
    String from = "p = Conv <group = 2> (s, a) q = Conv <group = 2> (s, b)";
    Angles angles =
        Chains.match(Chains.INITIAL.replace(from, shared), Chains.TRAINED.replace(from, shared))
            .angles();
    assertEquals(angles.operator(0, 0), angles.operator(0, 1));
    assertEquals(new PartialSums(2, 2, 2), angles.operator(0, 0));
  }
}
