package dev.repfuse.pass.choice;

import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
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
 * Finds values that depend on deciding inputs and constants alone and are read where data is, as
 * far as no other choice point explains that.
 */
final class GeneratedValues {
  private static final int MOST_WORDS = 3;

  private final Survey survey;
  private final List<String> unexplained;
  private final Influence influence;
  private final Set<Use.ByNode> explained = new HashSet<>();
  private final Map<Element, Decider> deciders = new LinkedHashMap<>();
  private final Map<Decider, Integer> sizes = new HashMap<>();
  private final Map<Decider, Generated> generated = new LinkedHashMap<>();

  /** Values of one decider, and the first node that reads one. */
  private record Generated(Node reader, Set<String> values) {}

  /**
   * Takes what is known already.
   *
   * @param found other choice points
   * @param counts how many choices elements have that are numbers of choices
   */
  GeneratedValues(
      Survey survey, List<Found> found, Map<Element, Integer> counts, List<String> unexplained) {
    this.survey = survey;
    this.unexplained = unexplained;
    counts.forEach((element, choices) -> decides(element, element.decider(), choices));
    for (Found point : found) {
      explained.addAll(point.reads());
      point.elements().forEach(e -> decides(e, point.point().decider(), point.point().choices()));
    }
    Set<GraphInput> deciding =
        deciders.keySet().stream().map(Element::input).collect(Collectors.toSet());
    influence = new Influence(survey, deciding);
  }

  private void decides(Element element, Decider decider, int choices) {
    if (deciders.getOrDefault(element, decider).equals(decider)) {
      deciders.put(element, decider);
      sizes.put(decider, choices);
    } else {
      unexplained.add(element + " is the number of a choice and a factor");
    }
  }

  List<Found> find() {
    for (Node node : survey.nodes()) {
      if (node.results().stream().anyMatch(result -> influence.of(result).isEmpty())) {
        reads(node);
      }
    }
    List<Found> points = new ArrayList<>();
    generated.forEach((decider, of) -> points.add(point(decider, of)));
    return points;
  }

  private void reads(Node node) {
    for (int index = 0; index < node.inputs().size(); index++) {
      Value value = node.input(index);
      Set<Element> elements = influence.of(value).orElse(Set.of());
      if (elements.isEmpty() || explained.contains(new Use.ByNode(node, index))) {
        continue;
      }
      Set<Element> unknown = new LinkedHashSet<>(elements);
      unknown.removeAll(deciders.keySet());
      if (!unknown.isEmpty()) {
        unexplained.add(
            "%s reads '%s', for which nothing says what %s may be"
                .formatted(node, value.name(), words(unknown)));
        continue;
      }
      for (Element element : elements) {
        Decider decider = Optional.ofNullable(deciders.get(element)).orElseThrow();
        generated
            .computeIfAbsent(decider, d -> new Generated(node, new LinkedHashSet<>()))
            .values()
            .add(value.name());
      }
    }
  }

  private Found point(Decider decider, Generated of) {
    List<Element> elements =
        deciders.entrySet().stream()
            .filter(entry -> entry.getValue().equals(decider))
            .map(Map.Entry::getKey)
            .sorted(Comparator.comparingInt(Element::position))
            .toList();
    int choices = Optional.ofNullable(sizes.get(decider)).orElseThrow();
    return new Found(
        new ChoicePoint.Generated(decider, choices, List.copyOf(of.values())),
        of.reader(),
        Set.of(),
        elements);
  }

  private static String words(Set<Element> elements) {
    String first =
        elements.stream()
            .limit(MOST_WORDS)
            .map(Element::toString)
            .collect(Collectors.joining(", "));
    int more = elements.size() - MOST_WORDS;
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
  }
}
