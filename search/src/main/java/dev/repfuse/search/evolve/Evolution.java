package dev.repfuse.search.evolve;

import dev.repfuse.search.Draws;
import dev.repfuse.search.Metric;
import dev.repfuse.search.Trial;
import dev.repfuse.search.Trials;
import io.jenetics.IntegerGene;
import io.jenetics.Phenotype;
import io.jenetics.Selector;
import io.jenetics.TruncationSelector;
import io.jenetics.engine.Engine;
import io.jenetics.engine.EvolutionStart;
import io.jenetics.ext.moea.NSGA2Selector;
import io.jenetics.ext.moea.UFTournamentSelector;
import io.jenetics.ext.moea.Vec;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Evolutionary search on Jenetics. Nothing in it depends on how long an evaluation takes or on
 * which thread it ran: with what is known remembered, a search that was broken off goes the same
 * way again.
 *
 * @param <C> what candidates are compared by
 */
public final class Evolution<C extends Comparable<? super C>> {
  private final Preset preset;
  private final Trials trials;
  private final Genes genes;
  private final Breeding<C> breeding;
  private final RandomGenerator random;
  private final Function<Trial, C> fitness;

  private Evolution(
      Preset preset,
      Draws draws,
      Trials trials,
      long seed,
      Function<Trial, C> fitness,
      Breeding.Parents parents) {
    this.preset = preset;
    this.trials = trials;
    this.fitness = fitness;
    random = new SplittableRandom(seed);
    genes = new Genes(draws.space());
    breeding = new Breeding<>(preset, genes, draws, trials::contains, parents, random);
  }

  /**
   * Looks for the candidate that is worth most: in each generation the best of all so far have
   * children.
   *
   * @throws dev.repfuse.search.SearchStopped if the search is to end; the trials have what was
   *     found
   */
  public static void forBest(Preset preset, Draws draws, Trials trials, long seed) {
    new Evolution<>(preset, draws, trials, seed, Trial::value, Breeding.Parents.ALIKE)
        .run(
            preset.parents(),
            new TruncationSelector<>(),
            new TruncationSelector<>(preset.parents()));
  }

  /**
   * Looks for candidates that are worth much and cost little, by NSGA-II (Deb et al., 2002).
   *
   * @throws dev.repfuse.search.SearchStopped if the search is to end; the trials have what was
   *     found
   */
  public static void forFront(Preset preset, Draws draws, Trials trials, long seed, Metric metric) {
    Selector<IntegerGene, Vec<double[]>> surviving = NSGA2Selector.ofVec();
    Selector<IntegerGene, Vec<double[]>> mating = UFTournamentSelector.ofVec();
    int size = preset.population();
    new Evolution<Vec<double[]>>(
            preset,
            draws,
            trials,
            seed,
            trial -> Vec.of(trial.value(), -trial.cost(metric)),
            Breeding.Parents.AS_SELECTED)
        .run(
            size,
            surviving,
            // Those that do not survive have no children.
            (all, count, optimize) ->
                mating.select(
                    surviving.select(all, Math.min(size, all.size()), optimize), count, optimize));
  }

  private void run(
      int survivors, Selector<IntegerGene, C> surviving, Selector<IntegerGene, C> mating) {
    Engine<IntegerGene, C> engine =
        new Engine.Builder<IntegerGene, C>(this::evaluated, genes::any)
            .populationSize(survivors + preset.population())
            .offspringSize(preset.population())
            .survivorsSelector(surviving)
            .offspringSelector(mating)
            .alterers(breeding)
            .maximalPhenotypeAge(Long.MAX_VALUE)
            .executor(Runnable::run)
            .build();
    RandomRegistry.with(random).run(() -> generations(engine));
  }

  private void generations(Engine<IntegerGene, C> engine) {
    ISeq<Phenotype<IntegerGene, C>> first =
        breeding.fill(preset.population()).keySet().stream()
            .map(child -> Phenotype.<IntegerGene, C>of(genes.of(child), 1))
            .collect(ISeq.toISeq());
    if (first.isEmpty()) {
      return;
    }
    EvolutionStart<IntegerGene, C> start = EvolutionStart.of(evaluated(first), 2);
    for (int i = 2; i <= preset.generations() && !breeding.children().isEmpty(); i++) {
      start = engine.evolve(start).next();
    }
  }

  private ISeq<Phenotype<IntegerGene, C>> evaluated(Seq<Phenotype<IntegerGene, C>> population) {
    List<Phenotype<IntegerGene, C>> open =
        population.asList().stream().filter(Phenotype::nonEvaluated).toList();
    if (!open.isEmpty()) {
      trials.run((int) open.getFirst().generation(), breeding.children());
    }
    return population
        .map(each -> each.withFitness(fitness.apply(trials.of(genes.architecture(each)))))
        .asISeq();
  }
}
