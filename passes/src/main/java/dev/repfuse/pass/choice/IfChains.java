package dev.repfuse.pass.choice;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Use;
import dev.repfuse.pass.choice.Survey.Found;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Finds Ifs, alone or one in a branch of another, whose conditions compare one element. */
final class IfChains {
  private static final int MOST_CHOICES = 1 << 12;

  private final Survey survey;
  private final List<String> unexplained;
  private final Map<Node, Condition> conditions = new HashMap<>();

  /** The outermost If of a chain, and all of its Ifs. */
  private record Chain(Node root, List<Node> ifs, Set<NamedValue> leaves) {}

  IfChains(Survey survey, List<String> unexplained) {
    this.survey = survey;
    this.unexplained = unexplained;
    for (Node node : survey.nodes()) {
      Condition.of(node, survey).ifPresent(condition -> conditions.put(node, condition));
    }
  }

  /**
   * Looks for chains.
   *
   * @param counts how many choices elements have by what else they decide
   */
  List<Found> find(Map<Element, Integer> counts) {
    List<Chain> chains = chains();
    Map<Element, Integer> needed = new LinkedHashMap<>();
    List<Chain> whole = new ArrayList<>();
    for (Chain chain : chains) {
      Optional<Integer> count = count(chain);
      if (count.isPresent()) {
        needed.merge(element(chain), count.get(), Math::max);
        whole.add(chain);
      } else {
        unexplained.add(chain.root() + ": a branch runs for none of the numbers from 0 on");
      }
    }
    List<Found> found = new ArrayList<>();
    for (Chain chain : whole) {
      Element element = element(chain);
      int choices =
          counts.getOrDefault(element, Optional.ofNullable(needed.get(element)).orElse(1));
      found.add(point(chain, element, choices));
    }
    return found;
  }

  /** A node stands behind those in its branches, so that the outermost Ifs come last. */
  private List<Chain> chains() {
    Set<Node> inner = new HashSet<>();
    List<Chain> chains = new ArrayList<>();
    for (Node node : survey.nodes().reversed()) {
      if (conditions.containsKey(node) && !inner.contains(node) && node.result().isPresent()) {
        Set<NamedValue> leaves = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Node> ifs = new ArrayList<>();
        collect(node, condition(node).element(), ifs, leaves);
        inner.addAll(ifs);
        chains.add(new Chain(node, ifs, leaves));
      }
    }
    return chains.reversed();
  }

  private void collect(Node node, Element element, List<Node> ifs, Set<NamedValue> leaves) {
    ifs.add(node);
    for (boolean holds : List.of(true, false)) {
      NamedValue returned = returned(node, holds);
      Optional<Node> next = next(node, returned, element);
      if (next.isPresent()) {
        collect(next.get(), element, ifs, leaves);
      } else {
        leaves.add(returned);
      }
    }
  }

  private Condition condition(Node node) {
    return Optional.ofNullable(conditions.get(node)).orElseThrow();
  }

  private Element element(Chain chain) {
    return condition(chain.root()).element();
  }

  private static NamedValue returned(Node node, boolean holds) {
    Graph branch =
        node.attribute(holds ? "then_branch" : "else_branch")
            .map(Attribute::graphs)
            .orElseThrow()
            .getFirst();
    return branch.outputs().getFirst().value();
  }

  /** The If in a branch that decides about the same element what the branch returns. */
  private Optional<Node> next(Node node, NamedValue returned, Element element) {
    return returned instanceof Result result
            && node.subgraphs().contains(result.graph())
            && result.index() == 0
            && conditions.containsKey(result.producer())
            && condition(result.producer()).element().equals(element)
        ? Optional.of(result.producer())
        : Optional.empty();
  }

  private NamedValue leaf(Chain chain, int choice) {
    Node node = chain.root();
    Element element = element(chain);
    while (true) {
      NamedValue returned = returned(node, condition(node).holds(choice));
      Optional<Node> next = next(node, returned, element);
      if (next.isEmpty()) {
        return returned;
      }
      node = next.get();
    }
  }

  /** The least number of choices with which every branch runs for one. */
  private Optional<Integer> count(Chain chain) {
    Set<NamedValue> missing = Collections.newSetFromMap(new IdentityHashMap<>());
    missing.addAll(chain.leaves());
    for (int choice = 0; choice < MOST_CHOICES; choice++) {
      missing.remove(leaf(chain, choice));
      if (missing.isEmpty()) {
        return Optional.of(choice + 1);
      }
    }
    return Optional.empty();
  }

  private Found point(Chain chain, Element element, int choices) {
    List<String> branches =
        IntStream.range(0, choices).mapToObj(choice -> leaf(chain, choice).name()).toList();
    Set<Use.ByNode> reads = new HashSet<>();
    chain.ifs().forEach(node -> reads.add(new Use.ByNode(node, 0)));
    String output = chain.root().results().getFirst().name();
    return new Found(
        new ChoicePoint.Branching(ChoicePoint.Meeting.IF, element.decider(), branches, output),
        chain.root(),
        reads,
        List.of(element));
  }
}
