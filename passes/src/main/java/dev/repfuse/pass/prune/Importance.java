package dev.repfuse.pass.prune;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/** How important the channels of a group are by a criterion. */
final class Importance {
  private final Ties ties;
  private final Criterion criterion;
  private final long seed;

  /**
   * @param seed of {@link Criterion#RANDOM}; others do not use it
   */
  Importance(Ties ties, Criterion criterion, long seed) {
    this.ties = ties;
    this.criterion = criterion;
    this.seed = seed;
  }

  /**
   * A score for each channel, the higher the more important. Layers that share the group's channels
   * add up, each as a part of its own mean, so that none outweighs the others by its size.
   *
   * @return empty if the group has no weights that the criterion looks at
   */
  Optional<double[]> of(ChannelGroup group) {
    double[] sum = new double[group.size()];
    if (criterion == Criterion.RANDOM) {
      SplittableRandom random = new SplittableRandom(seed ^ group.name().hashCode());
      for (int i = 0; i < sum.length; i++) {
        sum[i] = random.nextDouble();
      }
      return Optional.of(sum);
    }
    boolean any = false;
    for (Place place : group.places()) {
      boolean asked =
          (criterion == Criterion.BATCH_NORM ? ties.scales() : ties.filters()).contains(place);
      if (asked && place.value() instanceof Initializer weights) {
        add(scores(Dequantized.of(weights, ties.facts()), place, group), sum);
        any = true;
      }
    }
    return any ? Optional.of(sum) : Optional.empty();
  }

  private static void add(double[] scores, double[] sum) {
    double mean = 0;
    for (double score : scores) {
      mean += score / scores.length;
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += mean > 0 ? scores[i] / mean : 0;
    }
  }

  private double[] scores(Tensor tensor, Place place, ChannelGroup group) {
    List<double[]> filters = filters(tensor, place, group);
    double[] scores = new double[filters.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          switch (criterion) {
            case L1, BATCH_NORM -> distance(filters.get(i), new double[0], false);
            case L2 -> Math.sqrt(distance(filters.get(i), new double[0], true));
            case GEOMETRIC_MEDIAN -> {
              double sum = 0;
              for (double[] other : filters) {
                sum += Math.sqrt(distance(filters.get(i), other, true));
              }
              yield sum;
            }
            case RANDOM -> throw new IllegalStateException("looks at no weights");
          };
    }
    return scores;
  }

  /** Sum of magnitudes or squares of differences to another filter, or to zero if that is empty. */
  private static double distance(double[] filter, double[] other, boolean squared) {
    double sum = 0;
    for (int i = 0; i < filter.length; i++) {
      double difference = filter[i] - (other.length == 0 ? 0 : other[i]);
      sum += squared ? difference * difference : Math.abs(difference);
    }
    return sum;
  }

  /** For each channel all numbers at its positions along the place's axis. */
  private List<double[]> filters(Tensor tensor, Place place, ChannelGroup group) {
    Atoms.Line line = ties.lineOf(place);
    List<double[]> filters = new ArrayList<>();
    for (int[] positions : positions(line, group)) {
      filters.add(Gathering.along(tensor, place.axis(), positions).doubles());
    }
    return filters;
  }

  /** The channels' positions on another axis than the group's first. */
  private List<int[]> positions(Atoms.Line line, ChannelGroup group) {
    Map<Integer, int[]> positions = ties.positionsOf(line);
    Atoms.Line first = ties.lineOf(group.places().getFirst());
    return group.channels().stream()
        .map(channel -> ties.atoms().classOf(first.at(channel[0])))
        .map(root -> Objects.requireNonNull(positions.get(root)))
        .toList();
  }
}
