package dev.repfuse;

import dev.repfuse.ir.Model;
import dev.repfuse.pass.prune.ChannelGroup;
import dev.repfuse.report.ModelStatistics;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A narrower network.
 *
 * @param model the network
 * @param groups of the original, in its order
 * @param dropped for each group the channels that went
 * @param kept how many channels that weights make have to stay, by what keeps them
 * @param architecture a file's text that lets exactly these channels of this model go
 * @param keepsFunction whether it has to compute what the original does without any mask
 * @param freezesWeights whether weights became constants that callers could override
 */
public record PruneResult(
    Model model,
    List<ChannelGroup> groups,
    List<BitSet> dropped,
    Map<String, Integer> kept,
    String architecture,
    ModelStatistics before,
    ModelStatistics after,
    boolean keepsFunction,
    boolean freezesWeights) {
  public PruneResult {
    groups = List.copyOf(groups);
    dropped = List.copyOf(dropped);
    kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
  }

  /** How many channels went. */
  public int droppedChannels() {
    return dropped.stream().mapToInt(BitSet::cardinality).sum();
  }
}
