package dev.repfuse;

import dev.repfuse.ir.Model;
import dev.repfuse.pass.prune.ChannelGroup;
import dev.repfuse.pass.prune.Measure;
import dev.repfuse.report.ModelStatistics;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A narrower network.
 *
 * @param model the network
 * @param groups of the original without the blocks that went, in its order
 * @param blocks residual sums whose branch went, by what they give
 * @param dropped for each group the channels that went
 * @param kept how many channels that weights make have to stay, by what keeps them
 * @param architecture a file's text that lets exactly these channels of this model go
 * @param keepsFunction whether it has to compute what the original does without any mask
 * @param rounding what it makes of the costs, if widths were rounded
 * @param estimate of its time as a part of the original's, on the target of the options
 * @param options that it was made with
 */
public record PruneResult(
    Model model,
    List<ChannelGroup> groups,
    List<String> blocks,
    List<BitSet> dropped,
    Map<String, Integer> kept,
    String architecture,
    ModelStatistics before,
    ModelStatistics after,
    boolean keepsFunction,
    Optional<Effect> rounding,
    OptionalDouble estimate,
    PruneOptions options) {
  /** What a network costs with widths that are round, and without. */
  public record Effect(Map<Measure, Double> rounded, Map<Measure, Double> exact) {
    public Effect {
      rounded = Map.copyOf(rounded);
      exact = Map.copyOf(exact);
    }
  }

  public PruneResult {
    groups = List.copyOf(groups);
    blocks = List.copyOf(blocks);
    dropped = List.copyOf(dropped);
    kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
  }

  /** How many channels went. */
  public int droppedChannels() {
    return dropped.stream().mapToInt(BitSet::cardinality).sum();
  }
}
