package dev.repfuse.pass.choice;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.choice.ChoicePoint.Branching;
import dev.repfuse.pass.choice.ChoicePoint.Meeting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * With which choices each node of a supernet is computed for what the network gives, in the main
 * graph and in the bodies in it. Axes of a {@link Presence} are the points of the space, by number.
 */
public final class LiveNodes {
  private final Survey survey;
  private final SearchSpace space;
  private final List<Integer> counts;
  private final Map<NamedValue, Presence> values = new HashMap<>();
  private final Map<Node, Presence> nodes = new HashMap<>();
  private final Map<String, Integer> meetings = new HashMap<>();

  /** Those that a space may name have names of their own. */
  private final Map<String, NamedValue> named = new HashMap<>();

  /** A node, and with which choices it is computed. */
  public record Live(Node node, Presence presence) {}

  private LiveNodes(Model model, SearchSpace space) {
    this.survey = Survey.of(model);
    this.space = space;
    this.counts = space.points().stream().map(ChoicePoint::choices).toList();
    for (int i = 0; i < space.points().size(); i++) {
      if (space.points().get(i) instanceof Branching branching) {
        meetings.put(branching.output(), i);
      }
    }
    for (Graph graph : model.graph().withInner()) {
      graph.inputs().forEach(value -> named.put(value.name(), value));
      graph.initializers().forEach(value -> named.put(value.name(), value));
      graph
          .nodes()
          .forEach(node -> node.results().forEach(value -> named.put(value.name(), value)));
    }
    for (Output output : model.graph().outputs()) {
      add(output.value(), Presence.ALWAYS);
    }
    survey.nodes().reversed().forEach(this::visit);
  }

  /**
   * Of a supernet; its points are branchings.
   *
   * @throws ChoiceException if the space is none of the model
   */
  public static LiveNodes of(Model model, SearchSpace space) {
    FixChoices.check(model, space);
    return new LiveNodes(model, space);
  }

  /** What is known of the model. */
  public Facts facts() {
    return survey.facts();
  }

  /** The nodes that are ever computed, each after those that it reads. */
  public List<Live> nodes() {
    List<Live> live = new ArrayList<>();
    for (Node node : survey.nodes()) {
      Presence presence = nodes.getOrDefault(node, Presence.NEVER);
      if (!presence.isNever()) {
        live.add(new Live(node, presence));
      }
    }
    return live;
  }

  /** How many choices each point has. */
  public List<Integer> counts() {
    return counts;
  }

  /** A value that the space names. */
  public Optional<NamedValue> value(String name) {
    return Optional.ofNullable(named.get(name));
  }

  private void visit(Node node) {
    Presence presence = Presence.NEVER;
    for (Result result : node.results()) {
      Presence own = values.getOrDefault(result, Presence.NEVER);
      Optional<Integer> point = Optional.ofNullable(meetings.get(result.name()));
      if (point.isPresent() && branching(point.get()).meeting() != Meeting.IF) {
        choose(point.get(), own);
      } else {
        presence = presence.or(own, counts);
      }
    }
    if (presence.isNever()) {
      return;
    }
    nodes.put(node, presence);
    for (Value input : node.inputs()) {
      add(input, presence);
    }
    Optional<Integer> chain = chain(node);
    for (Graph body : node.subgraphs()) {
      for (Output output : body.outputs()) {
        add(output.value(), chosen(chain, output.value(), presence));
      }
    }
  }

  private void add(Value value, Presence presence) {
    if (value instanceof NamedValue named) {
      values.merge(named, presence, (one, other) -> one.or(other, counts));
    }
  }

  private Branching branching(int point) {
    return (Branching) space.points().get(point);
  }

  /** In the place of a sum or a Gather each branch goes on where it is chosen. */
  private void choose(int point, Presence presence) {
    List<String> branches = branching(point).branches();
    for (String name : branches) {
      add(
          Optional.ofNullable(named.get(name)).orElseThrow(),
          presence.and(point, numbers(branches, name), counts));
    }
  }

  /** The point of which an If is a part: one that it ends, or whose branch it stands in. */
  private Optional<Integer> chain(Node node) {
    Optional<Node> at = Optional.of(node);
    while (at.isPresent()) {
      Optional<Integer> point =
          at.get().results().stream()
              .flatMap(result -> Optional.ofNullable(meetings.get(result.name())).stream())
              .filter(found -> branching(found).meeting() == Meeting.IF)
              .findFirst();
      if (point.isPresent()) {
        return point;
      }
      at = around(at.get());
    }
    return Optional.empty();
  }

  /** The If whose branch returns what a node gives. */
  private Optional<Node> around(Node node) {
    Graph body = node.graph();
    boolean returned =
        body.outputs().stream().anyMatch(output -> node.results().contains(output.value()));
    return body.outer().filter(graph -> returned).flatMap(outer -> holder(outer, body));
  }

  private static Optional<Node> holder(Graph outer, Graph body) {
    for (Node node : outer.nodes()) {
      if (node.subgraphs().contains(body)) {
        return node.is("If") ? Optional.of(node) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * What a branch returns is there where the branch is chosen: never, if no number runs it; an If
   * inside of it says so of its own branches.
   */
  private Presence chosen(Optional<Integer> chain, Value returned, Presence presence) {
    if (chain.isEmpty() || !(returned instanceof NamedValue value)) {
      return presence;
    }
    NavigableSet<Integer> numbers = numbers(branching(chain.get()).branches(), value.name());
    boolean inner = value instanceof Result result && result.producer().is("If");
    return numbers.isEmpty() && inner ? presence : presence.and(chain.get(), numbers, counts);
  }

  private static NavigableSet<Integer> numbers(List<String> branches, String name) {
    NavigableSet<Integer> numbers = new TreeSet<>();
    for (int i = 0; i < branches.size(); i++) {
      if (branches.get(i).equals(name)) {
        numbers.add(i);
      }
    }
    return numbers;
  }
}
