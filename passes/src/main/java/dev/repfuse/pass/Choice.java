package dev.repfuse.pass;

import dev.repfuse.pass.cost.Estimate;
import java.util.Optional;

/**
 * The figures that a rewrite chose by, where it had to choose.
 *
 * @param chosen of the replacement that is made
 * @param rejected of the best one that is not
 */
public record Choice(Optional<Estimate> chosen, Optional<Estimate> rejected) {
  /** Nothing was weighed. */
  public static final Choice NONE = new Choice(Optional.empty(), Optional.empty());
}
