package dev.repfuse.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.testkit.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Random chains of operators against the same chains with one number changed. */
final class MutatedPairsTest {
  private static final long SEED = 11;
  private static final int PAIRS = 300;
  private static final double SAME = 1e-5;
  private static final Pattern NUMBER =
      Pattern.compile("(?<=(?<![a-z0-9])\\[|[{,])-?\\d+(?=[,\\]}])");

  private static final String CONSTANTS =
      " float[2,2,3,3] w ~ normal(1), float[2,1,3,1] d ~ normal(2), float[2,2,2,2] u ~ normal(3),"
          + " float[1,2,1,1] c ~ normal(4), int64[1] a2 = {2}, int64[1] a3 = {3},";

  private final SplittableRandom random = new SplittableRandom(SEED);

  /** One operator from value {@code x} to value {@code y}; {@code c} are constants of its own. */
  private record Part(String nodes, String constants) {}

  private Part part(int number, String x, String y) {
    String k = "k" + number;
    int choice = random.nextInt(12);
    return switch (choice) {
      case 0 -> new Part(y + " = Conv <pads = [1,1,1,1], strides = [1,2]> (" + x + ", w)", "");
      case 1 ->
          new Part(y + " = Conv <group = 2, pads = [1,0,1,0], strides = [2,1]> (" + x + ", d)", "");
      case 2 -> new Part(y + " = Transpose <perm = [0,1,3,2]> (" + x + ")", "");
      case 3 -> new Part(y + " = Pad (" + x + ", " + k + ")", "int64[8] %s = {0,0,1,0,0,0,0,1},");
      case 4 ->
          new Part(
              y + " = Slice (" + x + ", " + k + ", " + k + "e, a2)",
              "int64[1] %1$s = {1}, int64[1] %1$se = {-1},");
      case 5 -> new Part(y + " = Add (" + x + ", c)", "");
      case 6 ->
          new Part(y + " = AveragePool <kernel_shape = [2,2], pads = [0,0,1,1]> (" + x + ")", "");
      case 7 -> new Part(y + " = ConvTranspose <strides = [1,2]> (" + x + ", u)", "");
      case 8 -> {
        String t = "t" + number;
        yield new Part(
            t
                + " = Slice ("
                + x
                + ", "
                + k
                + ", "
                + k
                + "e, a3) "
                + y
                + " = Concat <axis = 3> ("
                + x
                + ", "
                + t
                + ")",
            "int64[1] %1$s = {0}, int64[1] %1$se = {2},");
      }
      case 9 -> new Part(y + " = Gather <axis = 1> (" + x + ", " + k + ")", "int64[2] %s = {1,0},");
      case 10 -> {
        String t = "t" + number;
        yield new Part(
            t + " = Neg (" + x + ") " + y + " = Concat <axis = 2> (" + x + ", " + t + ")", "");
      }
      default ->
          new Part(
              y + " = Resize <mode = \"nearest\"> (" + x + ", \"\", " + k + ")",
              "float[4] %s = {1,1,2,1},");
    };
  }

  private String chain() {
    StringBuilder nodes = new StringBuilder();
    StringBuilder constants = new StringBuilder(CONSTANTS);
    int length = 1 + random.nextInt(4);
    String x = "x";
    for (int i = 0; i < length; i++) {
      String y = i == length - 1 ? "z" : "v" + i;
      Part part = part(i, x, y);
      nodes.append(part.nodes).append(' ');
      constants.append(' ').append(part.constants.formatted("k" + i));
      x = y;
    }
    int extent = 6 + random.nextInt(30);
    return "<ir_version: 8, opset_import: [\"\" : 17]> g (float[1,2,%d,%d] x) => (float[] y) <%s float one = {1}> { %sy = Mul (z, one) }"
        .formatted(extent, extent + random.nextInt(2), constants, nodes);
  }

  private String mutated(String text) {
    List<MatchResult> places = new ArrayList<>();
    NUMBER
        .matcher(text)
        .results()
        .filter(m -> m.start() > text.indexOf("a3 = {3}"))
        .forEach(places::add);
    MatchResult place = places.get(random.nextInt(places.size()));
    int number = Integer.parseInt(place.group()) + (random.nextBoolean() ? 1 : -1);
    return text.substring(0, place.start()) + number + text.substring(place.end());
  }

  /** Swaps two numbers that stand beside each other, such as two strides. */
  private String swapped(String text) {
    List<MatchResult> places =
        Pattern.compile("(\\d+),(\\d+)(?=[,\\]}])")
            .matcher(text)
            .results()
            .filter(m -> m.start() > text.indexOf("a3 = {3}"))
            .toList();
    if (places.isEmpty()) {
      return mutated(text);
    }
    MatchResult place = places.get(random.nextInt(places.size()));
    return text.substring(0, place.start())
        + place.group(2)
        + ","
        + place.group(1)
        + text.substring(place.end());
  }

  @Test
  void whatIsProvedIsEqualAndWhatIsRefutedIsNot() {
    int legal = 0;
    int proved = 0;
    int refuted = 0;
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      String text = chain();
      String other = random.nextBoolean() ? mutated(text) : swapped(text);
      Model original = ModelText.parse(text);
      Model result = ModelText.parse(other);
      if (!runs(original) || !runs(result)) {
        continue;
      }
      legal++;
      boolean equal = Oracle.difference(original, result, SEED) <= SAME;
      ModelProof proof = Prover.prove(original, result);
      switch (proof.proof()) {
        case Proof.Proved _ -> {
          proved++;
          if (!equal) {
            wrong.add("proved: " + text + "\n        " + other);
          }
        }
        case Proof.Refuted _ -> {
          refuted++;
          if (equal) {
            wrong.add("refuted: " + text + "\n         " + other + " " + proof.words());
          }
        }
        case Proof.Sampled _ -> {}
      }
    }
    System.out.printf("%d pairs: %d proved, %d refuted (seed %d)%n", legal, proved, refuted, SEED);
    assertEquals(List.of(), wrong);
    assertTrue(proved > legal / 10 && refuted > legal / 2);
  }

  /** Whether ONNX Runtime takes the model as it is; one number may make it illegal. */
  private static boolean runs(Model model) {
    try {
      Oracle.difference(model, model, SEED);
      return true;
    } catch (ModelException | IllegalStateException e) {
      return false;
    }
  }
}
