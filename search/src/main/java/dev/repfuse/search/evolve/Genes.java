package dev.repfuse.search.evolve;

import dev.repfuse.search.Space;
import io.jenetics.Chromosome;
import io.jenetics.Genotype;
import io.jenetics.IntegerChromosome;
import io.jenetics.IntegerGene;
import io.jenetics.Phenotype;
import java.util.ArrayList;
import java.util.List;

/** Architectures as Jenetics sees them: a chromosome of one gene, a position, for each choice. */
final class Genes {
  private final Space space;

  Genes(Space space) {
    this.space = space;
  }

  /** An architecture's genes. */
  Genotype<IntegerGene> of(List<Integer> architecture) {
    List<Chromosome<IntegerGene>> chromosomes = new ArrayList<>();
    for (int i = 0; i < architecture.size(); i++) {
      List<Integer> numbers = space.choices().get(i);
      int position = numbers.indexOf(architecture.get(i));
      chromosomes.add(IntegerChromosome.of(IntegerGene.of(position, 0, numbers.size())));
    }
    return Genotype.of(chromosomes);
  }

  /** The architecture of genes. */
  List<Integer> architecture(Phenotype<IntegerGene, ?> phenotype) {
    List<Integer> architecture = new ArrayList<>();
    for (int i = 0; i < space.choices().size(); i++) {
      int position = phenotype.genotype().get(i).gene().intValue();
      architecture.add(space.choices().get(i).get(position));
    }
    return List.copyOf(architecture);
  }

  Genotype<IntegerGene> any() {
    return of(space.choices().stream().map(List::getFirst).toList());
  }
}
