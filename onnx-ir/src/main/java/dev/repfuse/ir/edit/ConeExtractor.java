package dev.repfuse.ir.edit;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Carried;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Copies nodes that depend on nothing but constants into a model of their own. */
public final class ConeExtractor {
  private final Graph graph = Graph.create("constants");
  private final GraphMutator mutator = new GraphMutator(graph);
  private final Map<Value, NamedValue> copies = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  private ConeExtractor() {}

  /**
   * A model without inputs whose outputs are {@code wanted}, under their names.
   *
   * @param opsets the operator sets that the nodes are written in
   * @param nodes in topological order, without subgraphs; every input is a constant or the result
   *     of an earlier one
   */
  public static Model extract(
      long irVersion, List<OpsetImport> opsets, List<Node> nodes, List<Result> wanted) {
    ConeExtractor extractor = new ConeExtractor();
    nodes.forEach(extractor::copy);
    for (Result result : wanted) {
      extractor.mutator.addOutput(
          extractor.copy(result), ValueInfo.of(result.name(), Type.UNKNOWN));
    }
    return new Model(irVersion, "", opsets, extractor.graph, List.of(), Carried.NONE);
  }

  private void copy(Node node) {
    List<Value> inputs = new ArrayList<>(node.inputs().size());
    for (Value input : node.inputs()) {
      switch (input) {
        case Absent absent -> inputs.add(absent);
        case Initializer constant -> inputs.add(copies.computeIfAbsent(constant, this::constant));
        default -> inputs.add(copy(input));
      }
    }
    Node copy =
        mutator.newNode(
            node.operator(), "", inputs, node.attributes(), Carried.NONE, Optional.empty());
    for (Result result : node.results()) {
      names.add(result.name());
      copies.put(result, mutator.addResult(copy, result.index(), result.name()));
    }
    mutator.append(copy);
  }

  private NamedValue copy(Value value) {
    return Optional.ofNullable(copies.get(value))
        .orElseThrow(() -> new IllegalArgumentException(value.name() + " is no constant"));
  }

  private NamedValue constant(Value value) {
    Initializer original = (Initializer) value;
    String name = original.name();
    while (!names.add(name)) {
      name += "_";
    }
    return mutator.addInitializer(name, original.payload(), Optional.empty());
  }
}
