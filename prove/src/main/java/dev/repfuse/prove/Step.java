package dev.repfuse.prove;

import java.util.List;
import java.util.Optional;

/** The linear map by which one operand of an operator takes part in its result. */
sealed interface Step permits Matrix, Windows, Product {

  /** Adds the map's response to {@code in} to {@code out}; time linear in the response. */
  void apply(Image in, Image out);

  /** Marks the elements of the operand that a marked element of the result may depend on. */
  void mark(boolean[] result, boolean[] operand);

  /**
   * Where the result repeats itself along each of its axes.
   *
   * @param operand extents of the operand
   * @param lines of the operand, one for each axis
   * @param result extents of the result
   */
  List<Optional<Line>> lines(int[] operand, List<Optional<Line>> lines, int[] result);
}
