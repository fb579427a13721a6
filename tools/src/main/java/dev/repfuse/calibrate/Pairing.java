package dev.repfuse.calibrate;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds for each BatchNormalization of a reference the layer of a folded model that it went into.
 * The layer gives a value of the same name, or of the name of what the BatchNormalization reads,
 * which other tools keep; and what lies in the reference between that value and the value that the
 * layer reads holds no other BatchNormalization.
 */
final class Pairing {

  /**
   * A BatchNormalization and the layer that it went into.
   *
   * @param source what the reference has where the layer reads
   */
  record Pair(Node norm, FoldedLayer.Good layer, NamedValue source) {}

  private final Facts facts;
  private final Facts referenceFacts;
  private final Map<String, NamedValue> values;
  private final Map<String, NamedValue> references;
  private final Map<NamedValue, NamedValue> twins = new HashMap<>();
  private final List<Pair> pairs = new ArrayList<>();
  private final List<Left> left = new ArrayList<>();
  private final Map<String, List<Node>> merged = new LinkedHashMap<>();

  private Pairing(Model folded, Model reference) {
    this.facts = Facts.of(folded);
    this.referenceFacts = Facts.of(reference);
    this.values = values(folded.graph());
    this.references = values(reference.graph());
  }

  /** Looks at all BatchNormalizations of the reference, first to last. */
  static Pairing of(Model folded, Model reference) {
    Pairing pairing = new Pairing(folded, reference);
    for (Node node : reference.graph().nodes()) {
      if (Norms.isNorm(node, pairing.referenceFacts)) {
        pairing.look(node);
      }
    }
    pairing.tellMerged();
    pairing.tellUnknown(folded.graph());
    return pairing;
  }

  List<Pair> pairs() {
    return pairs;
  }

  /** Layers that no partner was found for. */
  List<Left> left() {
    return left;
  }

  private static Map<String, NamedValue> values(Graph graph) {
    Map<String, NamedValue> values = new HashMap<>();
    graph.inputs().forEach(input -> values.put(input.name(), input));
    for (Node node : graph.nodes()) {
      node.results().forEach(result -> values.put(result.name(), result));
    }
    return values;
  }

  private void look(Node norm) {
    Optional<NamedValue> value =
        Optional.ofNullable(values.get(norm.output(0).name()))
            .or(() ->
                Optional.ofNullable(values.get(norm.input(0).name()))
                    .filter(read -> FoldedLayer.of(read, facts) instanceof FoldedLayer.Good));
    if (value.isEmpty()) {
      merged.computeIfAbsent(heir(norm), name -> new ArrayList<>()).add(norm);
      return;
    }
    if (value.get() instanceof Result result && Norms.isNorm(result.producer(), facts)) {
      return;
    }
    switch (FoldedLayer.of(value.get(), facts)) {
      case FoldedLayer.Bad(String reason) -> left.add(new Left(norm.label(), reason));
      case FoldedLayer.Good layer -> pair(norm, layer);
    }
  }

  private void pair(Node norm, FoldedLayer.Good layer) {
    int channels = Norms.channels(norm, referenceFacts);
    if (channels != layer.channels()) {
      refuse(
          norm,
          "%s has %d channels, the reference has %d"
              .formatted(layer.node(), layer.channels(), channels));
      return;
    }
    if (Norms.constant(norm.input(1), referenceFacts).isEmpty()
        || Norms.constant(norm.input(2), referenceFacts).isEmpty()) {
      refuse(norm, "its scale and shift are no constants in the reference");
      return;
    }
    Optional<NamedValue> source =
        layer.source() instanceof NamedValue read
            ? Optional.ofNullable(twins.getOrDefault(read, references.get(read.name())))
            : Optional.empty();
    if (source.isEmpty()) {
      refuse(norm, "the reference has no value '%s'".formatted(layer.source().name()));
      return;
    }
    if (twins.containsKey(layer.result())) {
      refuse(norm, "another BatchNormalization went into %s".formatted(layer.node()));
      return;
    }
    Optional<String> other = otherThan(source.get(), norm);
    if (other.isPresent()) {
      refuse(norm, other.get());
      return;
    }
    twins.put(layer.result(), norm.result().orElseThrow());
    pairs.add(new Pair(norm, layer, source.get()));
  }

  private void refuse(Node norm, String reason) {
    left.add(new Left(norm.label(), reason));
  }

  /** Why a BatchNormalization is more than a layer of a value and itself; empty if it is not. */
  private Optional<String> otherThan(NamedValue source, Node norm) {
    Set<Value> known = new HashSet<>(Set.of(source));
    Deque<Value> waiting = new ArrayDeque<>();
    if (known.add(norm.input(0))) {
      waiting.add(norm.input(0));
    }
    while (!waiting.isEmpty()) {
      switch (waiting.remove()) {
        case Result result -> {
          Node node = result.producer();
          if (Norms.isNorm(node, referenceFacts)) {
            return Optional.of(
                "another BatchNormalization, '%s', went into the same layer"
                    .formatted(node.label()));
          }
          node.inputs().stream().filter(known::add).forEach(waiting::add);
        }
        case GraphInput input -> {
          return Optional.of("it depends on '%s' in the reference".formatted(input.name()));
        }
        case Initializer _ -> {}
        case Absent _ -> {}
      }
    }
    return Optional.empty();
  }

  /** The next value behind a BatchNormalization that the folded model has too. */
  private String heir(Node norm) {
    Deque<NamedValue> waiting = new ArrayDeque<>(norm.results());
    Set<NamedValue> known = new HashSet<>(waiting);
    while (!waiting.isEmpty()) {
      NamedValue value = waiting.remove();
      if (values.containsKey(value.name())) {
        return value.name();
      }
      for (Use use : value.uses()) {
        if (use instanceof Use.ByNode(Node reader, int _)) {
          reader.results().stream().filter(known::add).forEach(waiting::add);
        }
      }
    }
    return "";
  }

  private void tellMerged() {
    merged.forEach((heir, norms) -> {
      for (Node norm : norms) {
        if (heir.isEmpty()) {
          refuse(norm, "the folded model has no value '%s'".formatted(norm.output(0).name()));
        } else if (norms.size() > 1) {
          refuse(norm, "%d BatchNormalizations are merged into '%s'".formatted(norms.size(), heir));
        } else {
          refuse(norm, "it is merged with what lies behind it into '%s'".formatted(heir));
        }
      }
    });
  }

  /** Layers of the folded model that the reference knows nothing of. */
  private void tellUnknown(Graph graph) {
    for (Node node : graph.nodes()) {
      if (node.is("Conv") || node.is("ConvTranspose")) {
        for (Result result : node.results()) {
          if (!references.containsKey(result.name())) {
            left.add(
                new Left(node.label(), "the reference has no value '%s'".formatted(result.name())));
          }
        }
      }
    }
  }
}
