package dev.repfuse.pass.fold;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Choice;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import dev.repfuse.pass.cost.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Replaces linear nodes between a result and one source by a single convolution or matrix product,
 * where the cost model says that this is faster.
 */
public final class FoldAffineRegion implements Rewrite {
  private static final int MOST_SOURCES = 24;

  private final Taste taste;

  /**
   * What else is weighed besides time.
   *
   * @param spendsMacs whether a convolution may need more multiply-accumulates than what it
   *     replaces, where sizes are known and it is clearly faster all the same
   */
  record Taste(FoldPolicy policy, boolean spendsMacs) {}

  private FoldAffineRegion(Taste taste) {
    this.taste = taste;
  }

  /** Folds what a policy wants. */
  public FoldAffineRegion(FoldPolicy policy) {
    this(new Taste(policy, false));
  }

  /** Folds every branch. */
  public FoldAffineRegion() {
    this(FoldPolicy.STANDARD);
  }

  /**
   * The same that also takes more multiply-accumulates for fewer nodes where that is clearly
   * faster. It has to come when nothing else folds any more: compared with a graph that other folds
   * would still make smaller, it would seem to save what they save.
   */
  public FoldAffineRegion spendingMacs() {
    return new FoldAffineRegion(new Taste(taste.policy(), true));
  }

  /** Folds the parts of a Concat into the convolution that reads it, where that is faster. */
  public SplitConcat splittingConcat() {
    return new SplitConcat(taste);
  }

  @Override
  public Exactness exactness() {
    return Exactness.ROUNDING;
  }

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (anchor.result().isEmpty()) {
      return Outcome.NOT_MINE;
    }
    Result root = anchor.result().get();
    return switch (LinearOperators.step(root, facts)) {
      case Step.Opaque opaque -> Outcome.NOT_MINE;
      case Step.Blocked(Reason reason, String detail) -> Outcome.declined(reason, detail);
      case Step.Linear linear ->
          anchor.results().size() == 1 ? search(root, facts) : Outcome.NOT_MINE;
    };
  }

  /** Grows the region source by source and takes the candidate that saves most. */
  private Outcome search(Result root, Facts facts) {
    Region region = new Region(root, facts);
    List<Candidate> candidates = new ArrayList<>(4);
    List<Estimate> rejected = new ArrayList<>(4);
    Outcome refusal = Outcome.NOT_MINE;
    for (int sources = 0; sources < MOST_SOURCES; sources++) {
      Optional<NamedValue> source = region.grow();
      if (source.isEmpty()) {
        if (refusal instanceof Outcome.NotMine && candidates.isEmpty()) {
          refusal = whyItEnds(root, region);
        }
        break;
      }
      if (region.members().size() < 2) {
        continue;
      }
      switch (Candidate.propose(root, source.get(), region, taste, facts)) {
        case Candidate.Proposal.Good(Candidate candidate) -> candidates.add(candidate);
        case Candidate.Proposal.Bad(Reason reason, String detail, Optional<Estimate> figures) -> {
          figures.ifPresent(rejected::add);
          refusal = Outcome.declined(reason, detail);
          if (!mayChangeWithGrowth(reason)) {
            sources = MOST_SOURCES;
          }
        }
      }
    }
    Optional<Outcome> best = best(candidates, rejected, region, facts);
    return best.isPresent() ? best.get() : withFigures(refusal, rejected);
  }

  /** The best candidate whose numbers hold; of equals the smallest region. */
  private Optional<Outcome> best(
      List<Candidate> candidates, List<Estimate> rejected, Region region, Facts facts) {
    List<Estimate> alternatives = candidates.stream().map(Candidate::estimate).toList();
    candidates.sort(
        Comparator.comparing(Candidate::estimate, Estimate.bySaving(alternatives)).reversed());
    Optional<Outcome> refused = Optional.empty();
    for (Candidate candidate : candidates) {
      Outcome outcome = candidate.realize(region.members(), taste.policy(), facts);
      if (outcome instanceof Outcome.Replace replace) {
        candidates.remove(candidate);
        candidates.stream().map(Candidate::estimate).forEach(rejected::add);
        Optional<Estimate> chosen = Optional.of(candidate.estimate());
        return Optional.of(replace.weighed(new Choice(chosen, mostSaving(rejected))));
      }
      refused = refused.or(() -> Optional.of(outcome));
    }
    candidates.stream().map(Candidate::estimate).forEach(rejected::add);
    return refused.map(outcome -> withFigures(outcome, rejected));
  }

  private static Outcome withFigures(Outcome outcome, List<Estimate> rejected) {
    return outcome instanceof Outcome.Declined declined
        ? declined.weighed(new Choice(Optional.empty(), mostSaving(rejected)))
        : outcome;
  }

  private static Optional<Estimate> mostSaving(List<Estimate> rejected) {
    return rejected.stream().max(Estimate.bySaving(rejected));
  }

  /** Why there is no source from which more than the root's own node could be computed at once. */
  private static Outcome whyItEnds(Result root, Region region) {
    if (region.frontier().size() > 1) {
      List<String> names = region.frontier().stream().map(Value::name).sorted().limit(3).toList();
      return Outcome.declined(Reason.OTHER_SOURCES, String.join(", ", names));
    }
    for (NamedValue source : region.frontier()) {
      if (source instanceof Result before) {
        if (before.graph() != root.graph()) {
          return Outcome.declined(Reason.OTHER_GRAPH, "'" + before.name() + "'");
        }
        return Outcome.declined(
            LinearOperators.isProduct(root.producer()) ? Reason.ALREADY_ONE : Reason.NOT_LINEAR,
            before.producer().toString());
      }
    }
    return Outcome.NOT_MINE;
  }

  /**
   * Whether a larger region may be right where this one is not: it may pay, or show by its products
   * which axis is that of channels.
   */
  private static boolean mayChangeWithGrowth(Reason reason) {
    return switch (reason) {
      case MORE_MACS, NO_GAIN, NO_CONVOLUTION, READ_ELSEWHERE, NEGATIVE_PADDING -> true;
      case MOVED_AXES, NOT_PER_CHANNEL -> true;
      default -> false;
    };
  }
}
