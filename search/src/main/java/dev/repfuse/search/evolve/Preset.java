package dev.repfuse.search.evolve;

/**
 * The constants of an evolutionary search.
 *
 * @param population candidates in a generation
 * @param generations the first one, drawn at random, included
 * @param parents how many of the best of all so far have children
 * @param mutants children of one parent in a generation
 * @param crossed children of two parents in a generation
 * @param chance that a choice of a mutant changes
 */
public record Preset(
    String name,
    int population,
    int generations,
    int parents,
    int mutants,
    int crossed,
    double chance,
    Mutation mutation) {

  /** How often a child is tried for each that is wanted. */
  static final int TRIES = 10;

  /** Single Path One-Shot (Guo et al., 2020), by the constants of its published code. */
  public static final Preset SPOS = new Preset("spos", 50, 20, 10, 25, 25, 0.1, Mutation.REDRAW);

  /** MetaPruning (Liu et al., 2019), by the constants of its published code. */
  public static final Preset META_PRUNING =
      new Preset("metapruning", 50, 20, 10, 25, 25, 0.1, Mutation.SHIFT);

  /** The search behind Angle-based Search Space Shrinking (Hu et al., 2020). */
  public static final Preset ABS = new Preset("abs", 50, 20, 10, 25, 25, 0.5, Mutation.REDRAW);

  public Preset {
    boolean sound =
        population > 0
            && generations > 0
            && parents > 0
            && mutants >= 0
            && crossed >= 0
            && mutants + crossed <= population
            && chance >= 0
            && chance <= 1;
    if (!sound) {
      throw new IllegalArgumentException(
          "a population, generations and parents from 1 on, no more children than the population,"
              + " and a chance between 0 and 1 are asked for");
    }
  }

  /**
   * The same shape at another size: parents and children keep their shares of the population.
   *
   * @param newPopulation candidates in a generation
   */
  public Preset resized(int newPopulation, int newGenerations) {
    double factor = newPopulation / (double) population;
    return new Preset(
        name,
        newPopulation,
        newGenerations,
        Math.max(1, (int) Math.round(parents * factor)),
        (int) (mutants * factor),
        (int) (crossed * factor),
        chance,
        mutation);
  }

  /** How many candidates are evaluated, where there are that many. */
  public int evaluations() {
    return population * generations;
  }
}
