package dev.repfuse.supernet;

import dev.repfuse.FuseOptions;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.edit.BranchInliner;
import dev.repfuse.pass.ConstantEvaluator;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.Growth;
import dev.repfuse.pass.Pass;
import dev.repfuse.pass.choice.ChoiceException;
import dev.repfuse.pass.choice.ChoicePoint;
import dev.repfuse.pass.choice.Decider;
import dev.repfuse.pass.choice.FindChoices;
import dev.repfuse.pass.choice.FixChoices;
import dev.repfuse.pass.choice.SearchSpace;
import dev.repfuse.pass.clean.CleanPasses;
import dev.repfuse.pass.clean.RemoveDeadNodes;
import dev.repfuse.pass.clean.RemoveUnusedInitializers;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.ZeroChannels;
import dev.repfuse.report.ModelStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes single architectures out of a supernet: the entry point for Java programs. */
public final class Extraction {
  private final Path path;
  private final SearchSpace space;

  /**
   * A network of one architecture.
   *
   * @param before figures of the supernet
   * @param after figures of the network
   */
  public record Subnet(
      List<Integer> architecture, Model model, ModelStatistics before, ModelStatistics after) {
    public Subnet {
      architecture = List.copyOf(architecture);
    }
  }

  private Extraction(Path path, SearchSpace space) {
    this.path = path;
    this.space = space;
  }

  /**
   * Of a supernet whose choices are to be found.
   *
   * @throws dev.repfuse.ir.ModelException if the file is unreadable or no valid model
   * @throws ChoiceException if there are none, or some cannot be explained
   */
  public static Extraction of(Path path) {
    FindChoices.Choices choices = FindChoices.in(Repfuse.read(path));
    if (!choices.unexplained().isEmpty()) {
      throw new ChoiceException(choices.unexplained().getFirst());
    }
    if (choices.space().points().isEmpty()) {
      throw new ChoiceException("no input decides between branches or gives rise to weights");
    }
    return new Extraction(path, choices.space());
  }

  /**
   * Of a supernet whose choices a file has, or are to be found.
   *
   * @throws dev.repfuse.runtime.DataException if the file describes no search space
   * @throws ChoiceException as the others
   */
  public static Extraction of(Path path, Optional<Path> space) {
    return space.map(file -> of(path, SupernetFile.read(file))).orElseGet(() -> of(path));
  }

  /**
   * Of a supernet whose choices are known.
   *
   * @throws dev.repfuse.ir.ModelException if the file is unreadable or no valid model
   * @throws ChoiceException if the space is not the supernet's, or leaves out what decides as well
   */
  public static Extraction of(Path path, SearchSpace space) {
    Model model = Repfuse.read(path);
    FixChoices.check(model, space);
    Set<Decider> named = space.deciders().keySet();
    Set<String> inputs = named.stream().map(Decider::input).collect(Collectors.toSet());
    for (Decider decider : FindChoices.in(model).space().deciders().keySet()) {
      if (inputs.contains(decider.input()) && !named.contains(decider)) {
        throw new ChoiceException("%s decides too, and is left out".formatted(decider));
      }
    }
    return new Extraction(path, space);
  }

  /** The architectures that there are. */
  public SearchSpace space() {
    return space;
  }

  /**
   * The network of an architecture: without branches that were not chosen, without the inputs that
   * decided, with generated weights as constants.
   *
   * @param folding how it is folded; if empty, BatchNormalizations and what they stand behind stay
   * @throws ChoiceException if the architecture is none of the space
   */
  public Subnet subnet(List<Integer> architecture, Optional<FuseOptions> folding) {
    ModelStatistics before = ModelStatistics.of(Repfuse.read(path));
    Model model = bare(architecture);
    Model result =
        folding
            .map(options -> Repfuse.fuse(model, () -> bare(architecture), options).model())
            .orElse(model);
    return new Subnet(architecture, result, before, ModelStatistics.of(result));
  }

  /** What the network has to be equal to: the supernet whose deciding inputs are constants. */
  public Model supernet(List<Integer> architecture) {
    Model model = Repfuse.read(path);
    FixChoices.inInputs(model, space, architecture);
    return model;
  }

  /**
   * The network of an architecture, unfolded; where weights were generated, channels that are zero
   * are gone, too.
   *
   * @throws ChoiceException if the architecture is none of the space
   */
  public Model network(List<Integer> architecture) {
    Model model = bare(architecture);
    if (space.points().stream().anyMatch(ChoicePoint.Generated.class::isInstance)) {
      Unshare.normalizations(model);
      Network network = Network.of(model);
      network.narrow(new ZeroChannels().of(network));
      run(model, CleanPasses.before(Repfuse.constants()));
    }
    return model;
  }

  private Model bare(List<Integer> architecture) {
    Model model = Repfuse.read(path);
    FixChoices.in(model, space, architecture);
    ConstantEvaluator evaluator = Repfuse.constants();
    do {
      run(model, CleanPasses.before(evaluator));
    } while (BranchInliner.inline(model) > 0);
    run(
        model,
        List.of(
            new Pass.Whole("dead", new RemoveDeadNodes()),
            new Pass.Whole("dead", new RemoveUnusedInitializers())));
    return model;
  }

  /** Generated weights are smaller than what generates them, but not each by itself. */
  private static void run(Model model, List<Pass> passes) {
    Driver.run(
        model, passes, new Driver.Options(Target.GENERIC, Growth.Limit.NONE, m -> {}, p -> {}));
  }
}
