package dev.repfuse.prove;

import java.util.List;

/**
 * Outputs of different extents.
 *
 * @param sources extents of what both read
 * @param original extents of the output in the original
 * @param result the same in the result
 */
public record OtherExtents(
    List<List<Integer>> sources, List<Integer> original, List<Integer> result)
    implements Difference {

  public OtherExtents {
    sources = List.copyOf(sources);
    original = List.copyOf(original);
    result = List.copyOf(result);
  }

  @Override
  public String words() {
    return "for inputs of extents %s the output has extents %s, the result's %s"
        .formatted(sources, original, result);
  }
}
