package dev.repfuse.pass.choice;

import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.pass.choice.Survey.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the choice points of a supernet by how its inputs reach what its nodes compute; names of
 * nodes and values mean nothing here.
 */
public final class FindChoices {
  private final Survey survey;
  private final List<String> unexplained = new ArrayList<>();
  private final Map<Element, Integer> counts = new LinkedHashMap<>();
  private final List<Found> found = new ArrayList<>();

  /**
   * What was found.
   *
   * @param space the choice points
   * @param unexplained what looks like a choice and is none of the known kinds, one line each
   */
  public record Choices(SearchSpace space, List<String> unexplained) {
    public Choices {
      unexplained = List.copyOf(unexplained);
    }
  }

  private FindChoices(Model model) {
    survey = Survey.of(model);
  }

  /** Looks at the main graph and the bodies in it. */
  public static Choices in(Model model) {
    return new FindChoices(model).choices();
  }

  private Choices choices() {
    found.addAll(new WeightedSums(survey, unexplained).find());
    Stacks stacks = new Stacks(survey);
    List<Found> stacked = stacks.find();
    stacked.forEach(stack -> count(stack.elements().getFirst(), stack.point().choices()));
    Influence constants = new Influence(survey, Set.of());
    for (Node node : survey.nodes()) {
      if (constants.of(node.input(0)).isPresent()) {
        stacks.rows(node).ifPresent(rows -> count(index(node), Math.toIntExact(rows)));
      }
    }
    List<Found> ifs = new IfChains(survey, unexplained).find(counts);
    ifs.forEach(chain -> count(chain.elements().getFirst(), chain.point().choices()));
    stacked.stream().map(this::narrowed).forEach(found::add);
    found.addAll(ifs);
    found.addAll(new GeneratedValues(survey, found, counts, unexplained).find());
    return new Choices(new SearchSpace(inOrder()), unexplained);
  }

  private Element index(Node gather) {
    return survey.element(gather.input(1)).orElseThrow();
  }

  private void count(Element element, int choices) {
    counts.merge(element, choices, Math::min);
  }

  /** A stack of which some branches cannot be chosen, because of what else its element decides. */
  private Found narrowed(Found stack) {
    int choices = Optional.ofNullable(counts.get(stack.elements().getFirst())).orElseThrow();
    ChoicePoint.Branching whole = (ChoicePoint.Branching) stack.point();
    return stack.with(
        new ChoicePoint.Branching(
            whole.meeting(),
            whole.decider(),
            whole.branches().subList(0, choices),
            whole.output()));
  }

  /** By input, then by element, then by where they stand. */
  private List<ChoicePoint> inOrder() {
    Map<Node, Integer> order = new HashMap<>();
    survey.nodes().forEach(node -> order.put(node, order.size()));
    List<GraphInput> inputs = survey.facts().model().graph().inputs();
    return found.stream()
        .sorted(
            Comparator.<Found>comparingInt(f -> inputs.indexOf(f.elements().getFirst().input()))
                .thenComparingInt(f -> f.elements().getFirst().position())
                .thenComparingInt(f -> order.getOrDefault(f.node(), 0)))
        .map(Found::point)
        .toList();
  }
}
