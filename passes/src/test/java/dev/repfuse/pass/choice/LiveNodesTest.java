package dev.repfuse.pass.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With which choices nodes are computed, in every form of a choice. */
class LiveNodesTest {
  static Stream<String> forms() {
    return Stream.of(Supernets.SUM, Supernets.GATHER, Supernets.IF);
  }

  private static Map<String, Presence> live(String text, String operator) {
    Model model = ModelText.parse(text);
    Map<String, Presence> found = new TreeMap<>();
    LiveNodes.of(model, FindChoices.in(model).space()).nodes().stream()
        .filter(live -> live.node().is(operator))
        .forEach(live -> found.put(live.node().results().getFirst().name(), live.presence()));
    return found;
  }

  private static Presence with(int point, int choice) {
    return Presence.ALWAYS.and(point, new TreeSet<>(List.of(choice)), List.of(2, 2));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void branchesAreThereWithTheirChoice(String text) {
    assertEquals(
        Map.of("p", with(0, 0), "q", with(0, 1), "r", with(1, 0), "t", with(1, 1)),
        live(text, "Conv"));
    assertEquals(Map.of("s", Presence.ALWAYS), live(text, "Relu"));
  }

  @Test
  void anIfInsideOfAnIfNarrows() {
    Presence first = Presence.ALWAYS.and(0, new TreeSet<>(List.of(0)), List.of(3));
    Presence second = Presence.ALWAYS.and(0, new TreeSet<>(List.of(1)), List.of(3));
    Presence third = Presence.ALWAYS.and(0, new TreeSet<>(List.of(2)), List.of(3));
    assertEquals(Map.of("p", first), live(Supernets.NESTED_IF, "Relu"));
    assertEquals(Map.of("q", second), live(Supernets.NESTED_IF, "Neg"));
    assertEquals(Map.of("r", third), live(Supernets.NESTED_IF, "Exp"));
  }

  /** What two branches share is there with either; what nothing reads is never there. */
  @Test
  void sharedNodesAreThereWithEither() {
    String text =
        Supernets.GATHER
            .replace("p = Conv (x, a)", "h = Abs (x) dead = Sqrt (x) p = Conv (h, a)")
            .replace("(x, b)", "(h, b)");
    assertEquals(Map.of("h", Presence.ALWAYS), live(text, "Abs"));
    assertEquals(Map.of(), live(text, "Sqrt"));
  }
}
