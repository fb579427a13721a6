package dev.repfuse.search.evolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.search.Draws;
import dev.repfuse.search.Hills;
import dev.repfuse.search.Limits;
import dev.repfuse.search.Origin;
import io.jenetics.IntegerGene;
import io.jenetics.Phenotype;
import io.jenetics.util.ISeq;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreedingTest {
  private static final List<Integer> ZEROS = List.of(0, 0, 0, 0, 0, 0);
  private static final List<Integer> THREES = List.of(3, 3, 3, 3, 3, 3);

  private final Genes genes = new Genes(Hills.SPACE);

  private Map<List<Integer>, Origin> children(Preset preset, List<List<Integer>> known) {
    Draws draws = new Draws(Hills.SPACE, new Limits(new Hills(), List.of()));
    Breeding<Double> breeding =
        new Breeding<>(
            preset, genes, draws, known::contains, Breeding.Parents.ALIKE, new SplittableRandom(5));
    ISeq<Phenotype<IntegerGene, Double>> parents =
        List.of(ZEROS, THREES).stream()
            .map(each -> Phenotype.of(genes.of(each), 1, 0.0))
            .collect(ISeq.toISeq());
    breeding.alter(parents, 2);
    return breeding.children();
  }

  @Test
  void crossesParentsChoiceByChoice() {
    Preset crossing = new Preset("crossing", 20, 2, 2, 0, 20, 0.1, Mutation.REDRAW);
    for (var child : children(crossing, List.of(ZEROS, THREES)).entrySet()) {
      assertEquals(Origin.CROSSOVER, child.getValue());
      assertTrue(child.getKey().stream().allMatch(choice -> choice == 0 || choice == 3));
    }
  }

  /** Each choice of a mutant is a parent's but for a tenth. */
  @Test
  void mutatesFewChoices() {
    Preset mutating = new Preset("mutating", 50, 2, 2, 25, 0, 0.1, Mutation.SHIFT);
    List<List<Integer>> mutants =
        children(mutating, List.of(ZEROS, THREES)).entrySet().stream()
            .filter(child -> child.getValue() == Origin.MUTATION)
            .map(Map.Entry::getKey)
            .toList();
    assertEquals(25, mutants.size());
    double changed =
        mutants.stream()
            .mapToLong(m -> Math.min(apart(m, ZEROS), apart(m, THREES)))
            .average()
            .orElseThrow();
    assertTrue(changed >= 1 && changed < 1.6, () -> changed + " choices changed");
  }

  private static long apart(List<Integer> one, List<Integer> other) {
    return IntStream.range(0, 6).filter(i -> !one.get(i).equals(other.get(i))).count();
  }

  @Test
  void makesNothingThatIsKnown() {
    Preset mutating = new Preset("mutating", 50, 2, 2, 25, 25, 0.1, Mutation.REDRAW);
    List<List<Integer>> known = List.copyOf(children(mutating, List.of()).keySet());
    children(mutating, known).keySet().forEach(child -> assertTrue(!known.contains(child)));
  }

  @Test
  void aShiftNeverStaysAndARedrawMay() {
    SplittableRandom random = new SplittableRandom(9);
    List<Integer> numbers = List.of(2, 4, 6);
    boolean stayed = false;
    for (int i = 0; i < 100; i++) {
      assertNotEquals(4, Mutation.SHIFT.apply(numbers, 4, random));
      stayed |= Mutation.REDRAW.apply(numbers, 4, random) == 4;
    }
    assertTrue(stayed);
  }
}
