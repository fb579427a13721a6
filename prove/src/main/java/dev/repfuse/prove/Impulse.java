package dev.repfuse.prove;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An input on which two regions differ: all zero but for one element, which is 1.
 *
 * @param source name of the value that holds the one; nothing if the input is all zero
 * @param position where the one is, such as [batch, channel, row, column]
 * @param extents extents of that value in the trial
 * @param output position of the element of the output that differs
 * @param original that element as the original computes it, without what zero input gives
 * @param result the same as the result computes it
 * @param units the difference in units of rounding
 */
public record Impulse(
    Optional<String> source,
    List<Integer> position,
    List<Integer> extents,
    List<Integer> output,
    double original,
    double result,
    double units)
    implements Difference {

  public Impulse {
    position = List.copyOf(position);
    extents = List.copyOf(extents);
    output = List.copyOf(output);
  }

  @Override
  public String words() {
    String input =
        source
            .map(name -> "1 at %s of '%s' %s gives".formatted(position, name, extents))
            .orElse("zero input gives");
    return String.format(
        Locale.ROOT,
        "%s %.9g at %s of the output, the result %.9g (%.3g units of rounding)",
        input,
        original,
        output,
        result,
        units);
  }
}
