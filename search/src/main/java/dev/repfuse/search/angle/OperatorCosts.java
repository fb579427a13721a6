package dev.repfuse.search.angle;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.choice.LiveNodes.Live;
import dev.repfuse.pass.choice.Presence;
import dev.repfuse.pass.cost.MacFactors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What architectures cost where that is a sum over their operators.
 *
 * @param fixed what every architecture has
 * @param operators by decider and choice
 */
public record OperatorCosts(long fixed, List<List<Long>> operators) {
  public OperatorCosts {
    operators = operators.stream().map(List::copyOf).toList();
  }

  /** Of an architecture, one number for each decider. */
  public long of(int[] child) {
    long sum = fixed;
    for (int decider = 0; decider < child.length; decider++) {
      sum += operators.get(decider).get(child[decider]);
    }
    return sum;
  }

  /**
   * Multiply-accumulates of convolutions and matrix products for one sample; nothing if an extent
   * is not known, or if several choices together decide about one.
   */
  static Optional<OperatorCosts> macs(Structure structure) {
    OptionalLong batch = MacFactors.batch(structure.model().graph());
    Sum sum = new Sum(structure);
    for (Live live : structure.live().nodes()) {
      if (MacFactors.counts(live.node())) {
        sum.add(
            MacFactors.product(live.node(), structure.live().facts()::shape, batch),
            live.presence());
      }
    }
    return sum.result();
  }

  /**
   * Elements of weights, biases, and scales and shifts of normalizations; nothing if several
   * choices together decide about some.
   */
  static Optional<OperatorCosts> parameters(Structure structure) {
    Map<String, Long> elements = new LinkedHashMap<>();
    Map<String, Presence> presences = new HashMap<>();
    for (Live live : structure.live().nodes()) {
      Node node = live.node();
      for (int i = 1; i < node.inputs().size(); i++) {
        Value input = node.input(i);
        if (isTrained(node, i)) {
          Source.of(input)
              .filter(source -> source.tensor().type().isFloating())
              .ifPresent(source -> {
                elements.put(source.name(), source.tensor().elementCount());
                presences.merge(
                    source.name(),
                    live.presence(),
                    (one, more) -> one.or(more, structure.live().counts()));
              });
        }
      }
    }
    Sum sum = new Sum(structure);
    elements.forEach((name, count) ->
        sum.add(OptionalLong.of(count), presences.getOrDefault(name, Presence.NEVER)));
    return sum.result();
  }

  private static boolean isTrained(Node node, int input) {
    return node.operator().isStandard()
        && switch (node.opType()) {
          case "BatchNormalization" -> input <= 2;
          case "Conv", "ConvTranspose", "Gemm", "MatMul", "Add", "Mul", "PRelu" -> true;
          case "InstanceNormalization", "LayerNormalization" -> true;
          default -> false;
        };
  }

  /** Adds up; once something is not known, nothing is. */
  private static final class Sum {
    private final Structure structure;
    private final List<long[]> operators = new ArrayList<>();
    private long fixed;
    private boolean known = true;

    Sum(Structure structure) {
      this.structure = structure;
      structure.counts().forEach(count -> operators.add(new long[count]));
    }

    void add(OptionalLong amount, Presence presence) {
      Optional<Place> place = structure.place(presence);
      if (amount.isEmpty() || place.isEmpty()) {
        known = false;
        return;
      }
      switch (place.get()) {
        case Place.Fixed all -> fixed += amount.getAsLong();
        case Place.Operator(int decider, var choices, var points) ->
            choices.forEach(choice -> operators.get(decider)[choice] += amount.getAsLong());
      }
    }

    Optional<OperatorCosts> result() {
      return known
          ? Optional.of(
              new OperatorCosts(
                  fixed,
                  operators.stream().map(row -> Arrays.stream(row).boxed().toList()).toList()))
          : Optional.empty();
    }
  }
}
