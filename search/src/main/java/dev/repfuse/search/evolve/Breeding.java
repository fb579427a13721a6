package dev.repfuse.search.evolve;

import dev.repfuse.search.Draws;
import dev.repfuse.search.Origin;
import io.jenetics.Alterer;
import io.jenetics.AltererResult;
import io.jenetics.IntegerGene;
import io.jenetics.Phenotype;
import io.jenetics.util.ISeq;
import io.jenetics.util.Seq;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes the next generation out of parents: mutants, then children of two, then random candidates
 * where too few came about. All meet the limits and are new.
 */
final class Breeding<C extends Comparable<? super C>> implements Alterer<IntegerGene, C> {
  private final Preset preset;
  private final Genes genes;
  private final Draws draws;
  private final Predicate<List<Integer>> known;
  private final Parents parents;
  private final RandomGenerator random;
  private Map<List<Integer>, Origin> children = new LinkedHashMap<>();

  /** How often a parent is picked. */
  enum Parents {
    /** Each as often as any other. */
    ALIKE,
    /** One that was selected twice, twice as often. */
    AS_SELECTED
  }

  /**
   * @param known whether a candidate was evaluated before
   */
  Breeding(
      Preset preset,
      Genes genes,
      Draws draws,
      Predicate<List<Integer>> known,
      Parents parents,
      RandomGenerator random) {
    this.preset = preset;
    this.genes = genes;
    this.draws = draws;
    this.known = known;
    this.parents = parents;
    this.random = random;
  }

  /** What the last generation was made of. */
  Map<List<Integer>, Origin> children() {
    return children;
  }

  @Override
  public AltererResult<IntegerGene, C> alter(
      Seq<Phenotype<IntegerGene, C>> population, long generation) {
    List<List<Integer>> selected = population.map(genes::architecture).asList();
    List<List<Integer>> from =
        switch (parents) {
          case ALIKE -> List.copyOf(new LinkedHashSet<>(selected));
          case AS_SELECTED -> selected;
        };
    children = new LinkedHashMap<>();
    breed(Origin.MUTATION, preset.mutants(), () -> mutant(pick(from)));
    breed(Origin.CROSSOVER, preset.crossed(), () -> crossed(pick(from), pick(from)));
    fill(preset.population());
    ISeq<Phenotype<IntegerGene, C>> made =
        children.keySet().stream()
            .map(child -> Phenotype.<IntegerGene, C>of(genes.of(child), generation))
            .collect(ISeq.toISeq());
    return new AltererResult<>(made, made.length());
  }

  private void breed(Origin origin, int wanted, Supplier<List<Integer>> maker) {
    int tries = wanted * Preset.TRIES;
    int made = 0;
    while (made < wanted && tries-- > 0) {
      List<Integer> child = maker.get();
      if (!isTaken(child) && draws.limits().allow(child)) {
        children.put(child, origin);
        made++;
      }
    }
  }

  /** Adds random candidates until there are so many, or no more. */
  Map<List<Integer>, Origin> fill(int size) {
    while (children.size() < size) {
      var drawn = draws.next(random, this::isTaken);
      if (drawn.isEmpty()) {
        break;
      }
      children.put(drawn.get(), Origin.RANDOM);
    }
    return children;
  }

  private boolean isTaken(List<Integer> candidate) {
    return children.containsKey(candidate) || known.test(candidate);
  }

  private List<Integer> mutant(List<Integer> parent) {
    List<Integer> child = new ArrayList<>(parent);
    for (int i = 0; i < child.size(); i++) {
      if (random.nextDouble() < preset.chance()) {
        List<Integer> numbers = draws.space().choices().get(i);
        child.set(i, preset.mutation().apply(numbers, child.get(i), random));
      }
    }
    return List.copyOf(child);
  }

  private List<Integer> crossed(List<Integer> one, List<Integer> other) {
    List<Integer> child = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      child.add(random.nextBoolean() ? one.get(i) : other.get(i));
    }
    return List.copyOf(child);
  }

  private List<Integer> pick(List<List<Integer>> from) {
    return from.get(random.nextInt(from.size()));
  }
}
