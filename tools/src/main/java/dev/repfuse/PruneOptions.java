package dev.repfuse;

import dev.repfuse.pass.cost.Target;
import java.util.HashSet;
import java.util.Set;

/**
 * What a pruning may take for granted.
 *
 * @param freezeWeights whether weights are constants though callers may override them
 * @param outputs names of graph outputs that may lose channels
 * @param target for which time is estimated
 */
public record PruneOptions(boolean freezeWeights, Set<String> outputs, Target target) {
  /** Callers see what they saw. */
  public static final PruneOptions STANDARD = new PruneOptions(false, Set.of(), Target.GENERIC);

  public PruneOptions {
    outputs = Set.copyOf(outputs);
  }

  /** The same with more outputs that may lose channels. */
  PruneOptions allowing(Set<String> more) {
    Set<String> all = new HashSet<>(outputs);
    all.addAll(more);
    return new PruneOptions(freezeWeights, all, target);
  }
}
