package dev.repfuse.pass.choice;

import java.util.List;

/**
 * What makes one choice: an element of a graph input, which is the number of the choice, or a row
 * of one, in which the chosen element is 1 and the others are 0.
 *
 * @param at the indices of the element, or of the row; none for a scalar, or an input that is a row
 */
public record Decider(String input, List<Integer> at) {
  public Decider {
    at = List.copyOf(at);
  }

  @Override
  public String toString() {
    return at.isEmpty() ? input : input + at.toString().replace(" ", "");
  }
}
