package dev.repfuse.search.angle;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.choice.ChoiceException;
import dev.repfuse.pass.choice.ChoicePoint.Branching;
import dev.repfuse.pass.choice.Decider;
import dev.repfuse.pass.choice.LiveNodes.Live;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the segments of a supernet's main graph, in its order. */
final class Segments {
  private final Structure structure;
  private final Map<String, Integer> meetings = new HashMap<>();
  private final Set<Node> live = new HashSet<>();

  /** What computes values out of others: a node, or a choice point from its branches on. */
  private record Step(List<Result> results, Set<Value> reads) {}

  private final List<Step> steps = new ArrayList<>();
  private final Map<Value, Integer> lastRead = new HashMap<>();
  private final Map<Value, Set<Integer>> sources = new HashMap<>();
  private final List<Segment> found = new ArrayList<>();
  private List<Integer> open = new ArrayList<>();
  private Map<Integer, Set<Integer>> before = new HashMap<>();

  private Segments(Structure structure) {
    this.structure = structure;
    structure.live().nodes().stream().map(Live::node).forEach(live::add);
    for (int i = 0; i < structure.space().points().size(); i++) {
      meetings.put(((Branching) structure.space().points().get(i)).output(), i);
    }
  }

  /**
   * The segments that have choice points.
   *
   * @throws ChoiceException if a point stands in a branch of another, or if several outputs leave
   *     open which ways count
   */
  static List<Segment> of(Structure structure) {
    return new Segments(structure).find();
  }

  private List<Segment> find() {
    Graph graph = structure.model().graph();
    Set<String> deciding = new HashSet<>();
    structure.space().deciders().keySet().stream().map(Decider::input).forEach(deciding::add);
    for (GraphInput input : graph.inputs()) {
      if (!deciding.contains(input.name())) {
        sources.put(input, Set.of(Segment.SOURCE));
      }
    }
    collect(graph);
    int end = steps.size();
    graph.outputs().forEach(output -> lastRead.put(output.value(), end));
    int furthest = -1;
    for (GraphInput input : graph.inputs()) {
      furthest = sources.containsKey(input) ? Math.max(furthest, last(input)) : furthest;
    }
    for (int position = 0; position < end; position++) {
      furthest = step(steps.get(position), position, furthest);
    }
    close(ends(graph), graph.outputs().size() > 1);
    return found;
  }

  /** Gives on the sources of what a step reads, and ends a segment where all goes through it. */
  private int step(Step step, int position, int furthest) {
    Set<Integer> from = new TreeSet<>();
    step.reads().forEach(value -> from.addAll(sources.getOrDefault(value, Set.of())));
    int reach = furthest;
    for (Result result : step.results()) {
      Optional<Integer> point = point(result);
      point.ifPresent(number -> {
        open.add(number);
        before.put(number, Set.copyOf(from));
      });
      sources.put(result, point.map(Set::of).orElseGet(() -> Set.copyOf(from)));
      reach = Math.max(reach, last(result));
    }
    if (step.results().size() == 1 && furthest <= position && !from.isEmpty()) {
      Result cut = step.results().getFirst();
      close(new TreeSet<>(sources.getOrDefault(cut, Set.of())), false);
      sources.put(cut, Set.of(Segment.SOURCE));
    }
    return reach;
  }

  private void close(Set<Integer> ends, boolean several) {
    if (!open.isEmpty()) {
      Segment segment = new Segment(List.copyOf(open), Map.copyOf(before), Set.copyOf(ends));
      if (several && segment.ways(point -> false).through().stream().anyMatch(ways -> ways != 1)) {
        throw new ChoiceException("has several outputs, and several ways lead to them");
      }
      found.add(segment);
    }
    open = new ArrayList<>();
    before = new HashMap<>();
  }

  private Set<Integer> ends(Graph graph) {
    Set<Integer> ends = new TreeSet<>();
    graph.outputs().forEach(output -> ends.addAll(sources.getOrDefault(output.value(), Set.of())));
    return ends;
  }

  private Optional<Integer> point(Result result) {
    return Optional.ofNullable(meetings.get(result.name()));
  }

  private int last(Value value) {
    return lastRead.getOrDefault(value, -1);
  }

  private void collect(Graph graph) {
    Map<String, NamedValue> named = new HashMap<>();
    graph.inputs().forEach(input -> named.put(input.name(), input));
    Set<Value> carrying = new HashSet<>(sources.keySet());
    Set<Integer> seen = new HashSet<>();
    for (Node node : graph.nodes()) {
      Set<Value> reads = new LinkedHashSet<>();
      node.results().forEach(result -> named.put(result.name(), result));
      for (Result result : node.results()) {
        Optional<Integer> point = point(result);
        if (point.isPresent()) {
          seen.add(point.get());
          if (!live.contains(node)) {
            Branching branching = (Branching) structure.space().points().get(point.get());
            branching.branches().stream()
                .flatMap(name -> Optional.ofNullable(named.get(name)).stream())
                .forEach(reads::add);
          }
        }
      }
      if (live.contains(node)) {
        read(node, reads);
      }
      reads.retainAll(carrying);
      if (!reads.isEmpty() && !node.is("Shape") && !node.is("Size")) {
        int position = steps.size();
        reads.forEach(value -> lastRead.put(value, position));
        steps.add(new Step(node.results(), reads));
        carrying.addAll(node.results());
      }
    }
    if (seen.size() != meetings.size()) {
      throw new ChoiceException("a choice stands in a branch of another one");
    }
  }

  /** What a node reads, also in its bodies. */
  private static void read(Node node, Set<Value> reads) {
    reads.addAll(node.inputs());
    for (Graph body : node.subgraphs()) {
      for (Output output : body.outputs()) {
        reads.add(output.value());
      }
      body.nodes().forEach(inner -> read(inner, reads));
    }
  }
}
