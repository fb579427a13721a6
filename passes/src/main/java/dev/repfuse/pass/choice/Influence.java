package dev.repfuse.pass.choice;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.clean.Determinism;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which values depend on constants and deciding inputs alone, and on which of their elements. */
final class Influence {
  private final Survey survey;
  private final Set<GraphInput> deciding;
  private final Map<Value, Set<Element>> known = new HashMap<>();

  Influence(Survey survey, Set<GraphInput> deciding) {
    this.survey = survey;
    this.deciding = Set.copyOf(deciding);
    for (Node node : survey.nodes()) {
      if (node.subgraphs().isEmpty()
          && Determinism.isDeterministic(node)
          && survey.facts().isStandard(node)) {
        union(node)
            .ifPresent(elements -> node.results().forEach(result -> known.put(result, elements)));
      }
    }
  }

  private Optional<Set<Element>> union(Node node) {
    Set<Element> all = new LinkedHashSet<>();
    for (Value input : node.inputs()) {
      Optional<Set<Element>> elements = of(input);
      if (elements.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(elements.get());
    }
    return Optional.of(all);
  }

  /** The elements on which a value depends; nothing if it depends on something else. */
  Optional<Set<Element>> of(Value value) {
    return switch (value) {
      case Absent absent -> Optional.of(Set.of());
      case Initializer constant -> Optional.of(Set.of());
      case NamedValue named when isSelected(named) ->
          survey
              .selections()
              .of(named)
              .map(s ->
                  s.positions().stream()
                      .map(position -> new Element(s.input(), position))
                      .collect(Collectors.toCollection(LinkedHashSet::new)));
      case GraphInput input -> Optional.empty();
      case Result result -> Optional.ofNullable(known.get(result));
      default -> Optional.empty();
    };
  }

  private boolean isSelected(Value value) {
    return survey.selections().of(value).filter(s -> deciding.contains(s.input())).isPresent();
  }
}
