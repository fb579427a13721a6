package dev.repfuse;

import dev.repfuse.arch.ResolvedArch;
import dev.repfuse.calibrate.Batches;
import dev.repfuse.ir.Model;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.FreezeWeights;
import dev.repfuse.pass.Growth;
import dev.repfuse.pass.Pass;
import dev.repfuse.pass.clean.CleanPasses;
import dev.repfuse.pass.cost.NetworkEstimate;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.pass.prune.ChannelGroup;
import dev.repfuse.pass.prune.Measure;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.PruningException;
import dev.repfuse.pass.prune.Selector;
import dev.repfuse.recover.Recovery;
import dev.repfuse.report.ModelStatistics;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;

/** Removes channels from networks: the entry point for Java programs. */
public final class Prune {
  private Prune() {}

  /** What is known of the channels of a model, which is read, checked and cleaned. */
  public static Network network(Path path, PruneOptions options) {
    return Network.of(read(path, options), options.outputs());
  }

  /**
   * Removes channels.
   *
   * @throws dev.repfuse.ir.ModelException if the file is unreadable or no valid model
   * @throws dev.repfuse.pass.prune.PruningException if what is asked for cannot be
   */
  public static PruneResult prune(Path path, Selector selector, PruneOptions asked) {
    PruneOptions options = asked.allowing(selector.outputs());
    Model model = read(path, options);
    ModelStatistics before = ModelStatistics.of(model);
    OptionalDouble slow = NetworkEstimate.of(model, options.target());
    Network network = Network.of(model, options.outputs());
    List<String> blocks = selector.blocks(network);
    if (!blocks.isEmpty()) {
      network = withoutBlocks(model, network, blocks, options);
    }
    List<ChannelGroup> groups = network.groups();
    List<BitSet> dropped = selector.of(network);
    Map<String, String> about =
        Map.of("chosen", selector.words(), "model", path.getFileName().toString());
    String architecture =
        ResolvedArch.of(network, blocks, options.outputs(), dropped, Digest.sha256(path), about);
    Map<String, Integer> kept = kept(network);
    Optional<PruneResult.Effect> rounding = effect(network, selector, dropped);
    network.narrow(dropped);
    clean(model);
    return new PruneResult(
        model,
        groups,
        blocks,
        dropped,
        kept,
        architecture,
        before,
        ModelStatistics.of(model),
        selector.keepsFunction(),
        rounding,
        share(NetworkEstimate.of(model, options.target()), slow),
        options);
  }

  private static OptionalDouble share(OptionalDouble part, OptionalDouble whole) {
    return part.isPresent() && whole.isPresent()
        ? OptionalDouble.of(part.getAsDouble() / whole.getAsDouble())
        : OptionalDouble.empty();
  }

  private static Network withoutBlocks(
      Model model, Network network, List<String> blocks, PruneOptions options) {
    network.dropBlocks(blocks);
    clean(model);
    return Network.of(model, options.outputs());
  }

  /** What the network would cost if widths were not rounded. */
  private static Optional<PruneResult.Effect> effect(
      Network network, Selector selector, List<BitSet> dropped) {
    Optional<Selector> exact = selector.withoutRounding();
    if (exact.isEmpty()) {
      return Optional.empty();
    }
    List<BitSet> other = exact.get().of(network);
    Map<Measure, Double> rounded = new EnumMap<>(Measure.class);
    Map<Measure, Double> unrounded = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      try {
        rounded.put(measure, network.cost(measure, dropped));
        unrounded.put(measure, network.cost(measure, other));
      } catch (PruningException unknown) {
        // arithmetic of open extents is not counted
        rounded.remove(measure);
      }
    }
    return Optional.of(new PruneResult.Effect(rounded, unrounded));
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
    if (result.keepsFunction()) {
      return read(path, result.options());
    }
    Model masked = blockless(path, result);
    Network.of(masked, result.options().outputs()).mask(result.dropped());
    return masked;
  }

  /**
   * The original without the residual blocks that went, which computes what the original does.
   *
   * @param path the file that the result was made of
   */
  public static Model blockless(Path path, PruneResult result) {
    Model model = read(path, result.options());
    if (!result.blocks().isEmpty()) {
      withoutBlocks(
          model, Network.of(model, result.options().outputs()), result.blocks(), result.options());
    }
    return model;
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
    Model original = blockless(path, result);
    return Recovery.recover(
        original,
        Network.of(original, result.options().outputs()),
        result.dropped(),
        result.model(),
        data.apply(original),
        progress);
  }

  /** Shape arithmetic has to be gone: an extent that is computed keeps its channels in place. */
  private static Model read(Path path, PruneOptions options) {
    Model model = Repfuse.read(path);
    if (options.freezeWeights()) {
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
