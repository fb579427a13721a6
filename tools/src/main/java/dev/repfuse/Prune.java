package dev.repfuse;

import dev.repfuse.arch.ResolvedArch;
import dev.repfuse.calibrate.Batches;
import dev.repfuse.ir.Model;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.FreezeWeights;
import dev.repfuse.pass.Growth;
import dev.repfuse.pass.Pass;
import dev.repfuse.pass.clean.CleanPasses;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.pass.prune.ChannelGroup;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.Selector;
import dev.repfuse.recover.Recovery;
import dev.repfuse.report.ModelStatistics;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Removes channels from networks: the entry point for Java programs. */
public final class Prune {
  private Prune() {}

  /**
   * What is known of the channels of a model, which is read, checked and cleaned.
   *
   * @param freezeWeights whether weights are constants though callers may override them
   */
  public static Network network(Path path, boolean freezeWeights) {
    return Network.of(read(path, freezeWeights));
  }

  /**
   * Removes channels.
   *
   * @param freezeWeights whether weights are constants though callers may override them
   * @throws dev.repfuse.ir.ModelException if the file is unreadable or no valid model
   */
  public static PruneResult prune(Path path, Selector selector, boolean freezeWeights) {
    Model model = read(path, freezeWeights);
    ModelStatistics before = ModelStatistics.of(model);
    Network network = Network.of(model);
    List<ChannelGroup> groups = network.groups();
    List<BitSet> dropped = selector.of(network);
    Map<String, String> about =
        Map.of("chosen", selector.words(), "model", path.getFileName().toString());
    String architecture = ResolvedArch.of(network, dropped, Digest.sha256(path), about);
    Map<String, Integer> kept = kept(network);
    network.narrow(dropped);
    clean(model);
    return new PruneResult(
        model,
        groups,
        dropped,
        kept,
        architecture,
        before,
        ModelStatistics.of(model),
        selector.keepsFunction(),
        freezeWeights);
  }

  private static Map<String, Integer> kept(Network network) {
    Map<String, Integer> kept = new LinkedHashMap<>();
    for (ChannelGroup group : network.groups()) {
      if (network.hasFilters(group)) {
        group.pin().ifPresent(pin -> kept.merge(pin.toString(), group.size(), Integer::sum));
      }
    }
    return kept;
  }

  /**
   * What the result has to be equal to: the original, in which the channels that went are zero
   * wherever they are summed with others, unless they are so by themselves.
   *
   * @param path the file that the result was made of
   */
  public static Model masked(Path path, PruneResult result) {
    Model masked = read(path, result.freezesWeights());
    if (!result.keepsFunction()) {
      Network.of(masked).mask(result.dropped());
    }
    return masked;
  }

  /**
   * Fits the weights of a pruned network that read channels which went, on real data.
   *
   * @param path the file that the result was made of
   * @param data gives batches for a model
   * @param progress is told the name of each layer
   */
  public static Recovery.Report recover(
      Path path, PruneResult result, Function<Model, Batches> data, Consumer<String> progress) {
    Model original = read(path, result.freezesWeights());
    return Recovery.recover(
        original,
        Network.of(original),
        result.dropped(),
        result.model(),
        data.apply(original),
        progress);
  }

  /** Shape arithmetic has to be gone: an extent that is computed keeps its channels in place. */
  private static Model read(Path path, boolean freezeWeights) {
    Model model = Repfuse.read(path);
    if (freezeWeights) {
      FreezeWeights.in(model);
    }
    clean(model);
    return model;
  }

  private static void clean(Model model) {
    List<Pass> passes = CleanPasses.before(new RuntimeConstants());
    Driver.run(
        model,
        passes,
        new Driver.Options(Target.GENERIC, Growth.Limit.WHOLE_FILE, m -> {}, p -> {}));
  }
}
