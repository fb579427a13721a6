package dev.repfuse.generate;

import dev.repfuse.generate.NetworkText.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes the choice points of a supernet, in the forms that {@code docs/supernet.md} lists.
 * Branches are numbered from 0.
 */
final class ChoicePoints {
  private static final String INPUT = "arch";

  private final NetworkText text;
  private final GraphText graph;
  private final Deciding deciding;
  private int points;

  /**
   * Declares the input that decides.
   *
   * @throws IllegalArgumentException if the choices do not fit in the rows of one input
   */
  ChoicePoints(NetworkText text, Plan plan) {
    this.text = text;
    this.graph = text.graph();
    this.deciding = plan.variant().deciding();
    List<Integer> counts =
        plan.family().choices().ranges().stream().map(ChoiceRanges.Range::count).toList();
    if (deciding == Deciding.ONEHOT) {
      int widest = counts.stream().mapToInt(Integer::intValue).max().orElseThrow();
      graph.input("float[%d,%d] %s".formatted(counts.size(), widest, INPUT));
    } else {
      graph.input("int64[%d] %s".formatted(counts.size(), INPUT));
    }
  }

  /** The branch that the input takes at the next of its places. */
  Flow next(String name, List<Supplier<Flow>> branches) {
    String decider =
        graph.node(name + ".decider", "Gather <axis = 0>", INPUT, graph.index(points++));
    return switch (deciding) {
      case ONEHOT -> sum(name, decider, flows(branches));
      case GATHER -> gathered(name, decider, flows(branches));
      case IF -> branch(name, decider, branches, 0);
    };
  }

  private static List<Flow> flows(List<Supplier<Flow>> branches) {
    return branches.stream().map(Supplier::get).toList();
  }

  private Flow sum(String name, String row, List<Flow> branches) {
    List<String> products = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      String factor = graph.node(name + ".factor." + i, "Gather <axis = 0>", row, graph.index(i));
      products.add(graph.node(name + ".product." + i, "Mul", branches.get(i).value(), factor));
    }
    String sum = products.getFirst();
    for (int i = 1; i < products.size(); i++) {
      sum = graph.node(name + ".sum." + i, "Add", sum, products.get(i));
    }
    return like(branches.getFirst(), sum);
  }

  private Flow gathered(String name, String index, List<Flow> branches) {
    List<String> layers = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      layers.add(
          graph.node(name + ".layer." + i, "Unsqueeze", branches.get(i).value(), graph.indices(0)));
    }
    String stack = graph.node(name + ".stack", "Concat <axis = 0>", layers.toArray(String[]::new));
    return like(
        branches.getFirst(), graph.node(name + ".chosen", "Gather <axis = 0>", stack, index));
  }

  /** The branch of this number if that is the decider, else one behind it; else the last. */
  private Flow branch(String name, String decider, List<Supplier<Flow>> branches, int number) {
    if (number == branches.size() - 1) {
      return branches.get(number).get();
    }
    String equal =
        graph.node("%s.is.%d".formatted(name, number), "Equal", decider, graph.index(number));
    List<Flow> ends = new ArrayList<>();
    String then = graph.body(() -> end(ends, branches.get(number).get()));
    String otherwise = graph.body(() -> end(ends, branch(name, decider, branches, number + 1)));
    String operator = "If <then_branch = %s, else_branch = %s>".formatted(then, otherwise);
    return like(
        ends.getFirst(), graph.node("%s.chosen.%d".formatted(name, number), operator, equal));
  }

  private String end(List<Flow> ends, Flow flow) {
    ends.add(flow);
    return "float[%s] %s"
        .formatted(text.type(flow.channels(), flow.size()), GraphText.quoted(flow.value()));
  }

  private static Flow like(Flow branch, String value) {
    return new Flow(value, branch.channels(), branch.size());
  }
}
