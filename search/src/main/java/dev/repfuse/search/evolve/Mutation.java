package dev.repfuse.search.evolve;

import java.util.List;
import java.util.random.RandomGenerator;

/** How a choice changes. */
public enum Mutation {
  /** To any number, the same one included: Single Path One-Shot. */
  REDRAW {
    @Override
    int apply(List<Integer> numbers, int old, RandomGenerator random) {
      return numbers.get(random.nextInt(numbers.size()));
    }
  },
  /** To another number, as far away as drawn, round and round: MetaPruning. */
  SHIFT {
    @Override
    int apply(List<Integer> numbers, int old, RandomGenerator random) {
      int size = numbers.size();
      return size == 1
          ? old
          : numbers.get((numbers.indexOf(old) + 1 + random.nextInt(size - 1)) % size);
    }
  };

  abstract int apply(List<Integer> numbers, int old, RandomGenerator random);
}
