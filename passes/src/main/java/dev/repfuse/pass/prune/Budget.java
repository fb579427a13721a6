package dev.repfuse.pass.prune;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Lets channels go until a network costs no more than a limit. In each group the least important
 * one comes first; of all groups' next ones goes that of the least importance for what it saves,
 * where importance is a channel's score as a part of its group's mean, and what is saved is worked
 * out anew as the network shrinks. A group keeps one channel.
 */
public final class Budget {
  private final Rounding rounding;
  private final Costs costs;
  private final List<BitSet> dropped;
  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(
          Comparator.comparingDouble(Step::price)
              .thenComparingInt(step -> step.slots().getFirst().group()));

  /** The next channels of a group, several if its width has to be round. */
  private record Step(List<Slot> slots, double importance, double price) {}

  private Budget(Costs costs, Rounding rounding, List<BitSet> dropped) {
    this.rounding = rounding;
    this.costs = costs;
    this.dropped = dropped;
    costs.dropAll(dropped);
  }

  /**
   * The channels of all groups that go, if any of them may.
   *
   * @throws PruningException if the network costs more even without all of them
   */
  static List<BitSet> meet(
      Network network, Costs costs, double limit, Ranking ranking, Rounding rounding) {
    List<BitSet> dropped = new ArrayList<>();
    Set<Integer> free = new HashSet<>();
    for (ChannelGroup group : network.groups()) {
      if (network.isPrunable(group)) {
        free.add(dropped.size());
      }
      dropped.add(new BitSet());
    }
    meet(network, costs, limit, ranking, rounding, dropped, free);
    return dropped;
  }

  /**
   * The channels that go, for each group.
   *
   * @param costs of the whole network, which are followed down
   * @param dropped those that go in any case; completed by this
   * @param free the groups from which channels may be taken
   * @throws PruningException if the network costs more even without all of them
   */
  public static void meet(
      Network network,
      Costs costs,
      double limit,
      Ranking ranking,
      Rounding rounding,
      List<BitSet> dropped,
      Set<Integer> free) {
    Budget budget = new Budget(costs, rounding, dropped);
    List<List<Integer>> order = new ArrayList<>();
    List<double[]> scores = new ArrayList<>();
    for (int group = 0; group < dropped.size(); group++) {
      double[] known =
          free.contains(group)
              ? ranking.of(network, network.groups().get(group)).orElse(new double[0])
              : new double[0];
      scores.add(shares(known));
      order.add(
          IntStream.range(0, known.length)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer channel) -> known[channel]))
              .toList());
      budget.offer(group, order.get(group), scores.get(group));
    }
    budget.run(limit, order, scores);
  }

  private static double[] shares(double[] scores) {
    double mean = java.util.Arrays.stream(scores).average().orElse(0);
    return java.util.Arrays.stream(scores).map(score -> mean > 0 ? score / mean : 0).toArray();
  }

  private void run(double limit, List<List<Integer>> order, List<double[]> scores) {
    while (costs.total() > limit) {
      Step step = steps.poll();
      if (step == null) {
        throw new PruningException(
            "it costs %s without all channels that can go".formatted(costs.words()));
      }
      Step now = priced(step.slots(), step.importance());
      if (now.price() > step.price()) {
        steps.add(now);
        continue;
      }
      costs.drop(step.slots());
      step.slots().forEach(slot -> dropped.get(slot.group()).set(slot.channel()));
      int group = step.slots().getFirst().group();
      offer(group, order.get(group), scores.get(group));
    }
  }

  /** The group's next channels, if it can lose any more. */
  private void offer(int group, List<Integer> order, double[] scores) {
    int left = order.size() - dropped.get(group).cardinality();
    int next = order.isEmpty() ? 0 : rounding.below(left);
    if (next < 1 || next >= left) {
      return;
    }
    List<Slot> slots =
        order.stream()
            .filter(channel -> !dropped.get(group).get(channel))
            .limit(left - next)
            .map(channel -> new Slot(group, channel))
            .toList();
    double importance = slots.stream().mapToDouble(slot -> scores[slot.channel()]).sum();
    steps.add(priced(slots, importance));
  }

  private Step priced(List<Slot> slots, double importance) {
    double saving = costs.saving(slots);
    return new Step(slots, importance, importance / Math.max(saving, Double.MIN_NORMAL));
  }
}
