package dev.repfuse.arch;

import dev.repfuse.format.JsonPlace;
import dev.repfuse.pass.prune.Budget;
import dev.repfuse.pass.prune.ChannelGroup;
import dev.repfuse.pass.prune.Costs;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.PruningException;
import dev.repfuse.pass.prune.Ratio;
import dev.repfuse.pass.prune.Selector;
import dev.repfuse.runtime.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets those channels of a network go that an architecture file asks for. */
public final class ArchSelector implements Selector {
  private final Arch arch;

  private ArchSelector(Arch arch) {
    this.arch = arch;
  }

  /**
   * Reads a file; docs/arch.md describes it.
   *
   * @throws DataException in one line: the file, the place as a JSON pointer, the cause
   */
  public static ArchSelector read(Path file) {
    return new ArchSelector(ArchFile.read(file));
  }

  /**
   * Checks that the file is for a model.
   *
   * @param sha256 of the model file
   * @throws DataException if the file is for another one
   */
  public void requireFor(String sha256) {
    Optional<String> wanted = arch.sha256();
    if (wanted.isPresent() && !wanted.get().equals(sha256)) {
      throw arch.root()
          .required("model")
          .required("sha256")
          .bad("is that of another model; this one's is " + sha256);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws DataException if one of them does not add zero to something
   */
  @Override
  public List<String> blocks(Network network) {
    Set<String> zero = new HashSet<>(network.zeroBlocks());
    for (Arch.Block block : arch.blocks()) {
      if (!zero.contains(block.sum())) {
        throw block.place().bad("'%s' is no sum of which one side is zero".formatted(block.sum()));
      }
    }
    return arch.blocks().stream().map(Arch.Block::sum).toList();
  }

  @Override
  public Set<String> outputs() {
    return arch.outputs();
  }

  @Override
  public Optional<Selector> withoutRounding() {
    return arch.rounding().multiple() == 1
        ? Optional.empty()
        : Optional.of(new ArchSelector(arch.withoutRounding()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws DataException if the network does not have what the file names, or cannot become what
   *     it asks for
   */
  @Override
  public List<BitSet> of(Network network) {
    List<Entry> entries = new ArrayList<>(arch.entries());
    arch.vector()
        .ifPresent(vector ->
            entries.addAll(
                MetaPruning.entries(vector.place(), vector.widths(), arch.ranking(), network)));
    List<Optional<BitSet>> asked = new Assignment(network).of(entries);
    List<ChannelGroup> groups = network.groups();
    List<BitSet> dropped = new ArrayList<>();
    Set<Integer> free = new HashSet<>();
    Ratio ratio = new Ratio(arch.ratio(), arch.ranking(), arch.rounding());
    for (int group = 0; group < groups.size(); group++) {
      ChannelGroup own = groups.get(group);
      dropped.add(asked.get(group).orElseGet(() -> rest(ratio, network, own)));
      if (asked.get(group).isEmpty() && network.isPrunable(own)) {
        free.add(group);
      }
    }
    arch.limits()
        .forEach(limit ->
            meet(
                network,
                limit.place(),
                network.costs(limit.measure()),
                limit.most(),
                dropped,
                free));
    arch.time()
        .ifPresent(time ->
            meet(
                network,
                time.place(),
                network.costs(time.table().times()),
                time.milliseconds() * 1e6,
                dropped,
                free));
    return dropped;
  }

  @Override
  public String words() {
    return arch.root().file().getFileName().toString();
  }

  private static BitSet rest(Ratio ratio, Network network, ChannelGroup group) {
    return ratio.share() > 0 ? ratio.of(network, group) : new BitSet();
  }

  private void meet(
      Network network,
      JsonPlace place,
      Costs costs,
      double most,
      List<BitSet> dropped,
      Set<Integer> free) {
    try {
      Budget.meet(network, costs, most, arch.ranking(), arch.rounding(), dropped, free);
    } catch (PruningException e) {
      throw place.bad("cannot be met: " + e.getMessage());
    }
  }
}
