package dev.repfuse.pass.choice;

import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Use;
import dev.repfuse.pass.choice.Survey.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
    generated();
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

  /** Values that are read where data is, and that no other point explains. */
  private void generated() {
    Set<GraphInput> deciding = new HashSet<>();
    found.forEach(f -> f.elements().forEach(element -> deciding.add(element.input())));
    counts.keySet().forEach(element -> deciding.add(element.input()));
    Influence influence = new Influence(survey, deciding);
    Set<Use.ByNode> explained = new HashSet<>();
    found.forEach(f -> explained.addAll(f.reads()));
    Map<Element, Decider> deciders = new HashMap<>();
    Map<Decider, Integer> sizes = new LinkedHashMap<>();
    counts.forEach(
        (element, choices) -> decides(element, element.decider(), choices, deciders, sizes));
    found.forEach(f ->
        f.elements()
            .forEach(e -> decides(e, f.point().decider(), f.point().choices(), deciders, sizes)));
    Map<Decider, Set<String>> values = new LinkedHashMap<>();
    Map<Decider, Node> places = new HashMap<>();
    for (Node node : survey.nodes()) {
      if (node.results().stream().allMatch(result -> influence.of(result).isPresent())) {
        continue;
      }
      for (int input = 0; input < node.inputs().size(); input++) {
        Set<Element> elements = influence.of(node.input(input)).orElse(Set.of());
        if (elements.isEmpty() || explained.contains(new Use.ByNode(node, input))) {
          continue;
        }
        Set<Element> unknown = new LinkedHashSet<>(elements);
        unknown.removeAll(deciders.keySet());
        if (!unknown.isEmpty()) {
          unexplained.add(
              "%s reads '%s', for which nothing says what %s may be"
                  .formatted(node, node.input(input).name(), words(unknown)));
          continue;
        }
        NamedValue value = (NamedValue) node.input(input);
        for (Element element : elements) {
          Decider decider = Optional.ofNullable(deciders.get(element)).orElseThrow();
          values.computeIfAbsent(decider, d -> new LinkedHashSet<>()).add(value.name());
          places.putIfAbsent(decider, node);
        }
      }
    }
    values.forEach((decider, names) ->
        found.add(
            new Found(
                new ChoicePoint.Generated(
                    decider,
                    Optional.ofNullable(sizes.get(decider)).orElseThrow(),
                    List.copyOf(names)),
                Optional.ofNullable(places.get(decider)).orElseThrow(),
                Set.of(),
                elementsOf(decider, deciders))));
  }

  private static List<Element> elementsOf(Decider decider, Map<Element, Decider> deciders) {
    return deciders.entrySet().stream()
        .filter(entry -> entry.getValue().equals(decider))
        .map(Map.Entry::getKey)
        .sorted(Comparator.comparingInt(Element::position))
        .toList();
  }

  private void decides(
      Element element,
      Decider decider,
      int choices,
      Map<Element, Decider> deciders,
      Map<Decider, Integer> sizes) {
    Decider before = deciders.getOrDefault(element, decider);
    if (before.equals(decider)) {
      deciders.put(element, decider);
      sizes.put(decider, choices);
    } else {
      unexplained.add("%s is the number of a choice and a factor".formatted(element));
    }
  }

  private static String words(Set<Element> elements) {
    String first =
        elements.stream().limit(3).map(Element::toString).collect(Collectors.joining(", "));
    return elements.size() > 3 ? "%s and %d more".formatted(first, elements.size() - 3) : first;
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
