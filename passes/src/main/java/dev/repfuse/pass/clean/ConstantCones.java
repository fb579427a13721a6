package dev.repfuse.pass.clean;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Edits;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Sweep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The nodes of a graph that depend on nothing but constants and are safe to run. */
final class ConstantCones {
  /** No value on the way may be larger. */
  private static final long MOST_BYTES = 64L << 20;

  private final Set<Node> inside = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Result> frontier = new ArrayList<>();

  private ConstantCones() {}

  static ConstantCones in(Graph graph, Facts facts, Sweep.Remarks remarks) {
    ConstantCones cones = new ConstantCones();
    for (Node node : graph.nodes()) {
      if (cones.dependsOnConstants(node, facts)) {
        Optional<Reason> refused = cones.whyNot(node, facts);
        if (refused.isPresent()) {
          remarks.declined(node, refused.get(), "");
        } else {
          cones.inside.add(node);
        }
      }
    }
    for (Node node : graph.nodes()) {
      if (cones.inside.contains(node)) {
        node.results().stream().filter(r -> cones.isWanted(r, facts)).forEach(cones.frontier::add);
      }
    }
    return cones;
  }

  /** Values that somebody outside reads, in topological order. */
  List<Result> frontier() {
    return frontier;
  }

  /** The nodes that these values need, in topological order. */
  List<Node> nodesFor(List<Result> wanted) {
    Set<Node> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> work = new ArrayDeque<>();
    wanted.forEach(result -> work.add(result.producer()));
    List<Node> nodes = new ArrayList<>();
    while (!work.isEmpty()) {
      Node node = work.remove();
      if (needed.add(node)) {
        nodes.add(node);
        for (Value input : node.inputs()) {
          if (input instanceof Result result) {
            work.add(result.producer());
          }
        }
      }
    }
    nodes.sort(java.util.Comparator.comparingLong(Node::order));
    return nodes;
  }

  private boolean dependsOnConstants(Node node, Facts facts) {
    if (!facts.isStandard(node)
        || !node.subgraphs().isEmpty()
        || node.results().isEmpty()
        || node.is("Constant")) {
      return false;
    }
    for (Value input : node.inputs()) {
      boolean constant =
          input instanceof Absent
              || facts.constant(input).isPresent()
              || (input instanceof Result result && inside.contains(result.producer()));
      if (!constant) {
        return false;
      }
    }
    return true;
  }

  private Optional<Reason> whyNot(Node node, Facts facts) {
    if (!Determinism.isDeterministic(node)) {
      return Optional.of(Reason.NOT_DETERMINISTIC);
    }
    if (!Evaluable.isSafe(node, facts)) {
      return Optional.of(Reason.UNSAFE_TO_EVALUATE);
    }
    for (Result result : node.results()) {
      OptionalLong count =
          facts.shape(result).map(shape -> shape.elementCount()).orElse(OptionalLong.empty());
      ElementType type = facts.element(result);
      if (count.isEmpty() || type == ElementType.UNDEFINED || type == ElementType.STRING) {
        return Optional.of(Reason.UNKNOWN_SHAPE);
      }
      if (count.getAsLong() > MOST_BYTES || type.bytesFor(count.getAsLong()) > MOST_BYTES) {
        return Optional.of(Reason.TOO_LARGE);
      }
    }
    return Optional.empty();
  }

  private boolean isWanted(Result result, Facts facts) {
    if (Edit.mustKeepName(result) || result.uses().isEmpty()) {
      return false;
    }
    boolean readOutside = false;
    for (Use use : result.uses()) {
      readOutside |=
          !(use instanceof Use.ByNode(Node reader, int index) && inside.contains(reader));
    }
    return readOutside && wouldNotInflate(result, facts);
  }

  /** Asked before anything is computed: a placeholder of the size that the result will have. */
  private static boolean wouldNotInflate(Result result, Facts facts) {
    long bytes =
        facts
            .element(result)
            .bytesFor(facts.shape(result).orElseThrow().elementCount().orElseThrow());
    Edit edit = new Edit.ToConstant(result, Tensor.ofLongs(dev.repfuse.ir.Shape.of(0)));
    return facts.growth().permitsConstant(bytes - Edits.bytesFreed(edit));
  }
}
