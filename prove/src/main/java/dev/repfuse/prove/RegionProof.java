package dev.repfuse.prove;

import java.util.List;

/**
 * What is known of a value that the two models compute in different ways.
 *
 * @param value its name in the result
 * @param sources names of the values that it was shown to be affine in
 * @param original nodes of the original that compute it from the sources
 * @param result nodes of the result that do
 * @param extents extents of the sources that were tried
 */
public record RegionProof(
    String value,
    List<String> sources,
    List<String> original,
    List<String> result,
    List<List<Integer>> extents,
    Proof proof) {

  public RegionProof {
    sources = List.copyOf(sources);
    original = List.copyOf(original);
    result = List.copyOf(result);
    extents = List.copyOf(extents);
  }
}
