package dev.repfuse.ir.edit;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.ConstantNode;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Puts the branch that runs in the place of an If whose condition is a constant; the other branch
 * goes. An If that the branch brings along is looked at as well; those in functions stay.
 */
public final class BranchInliner {
  private BranchInliner() {}

  /** Inlines in the main graph and the bodies in it; says how many Ifs went. */
  public static int inline(Model model) {
    int inlined = 0;
    Deque<Node> waiting = new ArrayDeque<>(model.graph().nodeList());
    while (!waiting.isEmpty()) {
      Node node = waiting.pop();
      if (!node.isAttached()) {
        continue;
      }
      Optional<Graph> branch = model.functionOf(node).isPresent() ? Optional.empty() : taken(node);
      if (branch.isEmpty()) {
        node.subgraphs().forEach(graph -> graph.nodeList().reversed().forEach(waiting::push));
      } else {
        BodyCopy copy = new BodyCopy(node, UnaryOperator.identity(), UnaryOperator.identity());
        copy.replaceNode(branch.get()).reversed().forEach(waiting::push);
        inlined++;
      }
    }
    return inlined;
  }

  /** The branch that an If takes each time, if that is certain. */
  private static Optional<Graph> taken(Node node) {
    if (!node.is("If")) {
      return Optional.empty();
    }
    return constant(node.input(0))
        .filter(tensor -> tensor.isNumeric() && tensor.elementCount() == 1)
        .map(tensor -> tensor.doubles()[0] != 0 ? "then_branch" : "else_branch")
        .flatMap(node::attribute)
        .map(Attribute::graphs)
        .filter(graphs -> graphs.size() == 1)
        .map(List::getFirst)
        .filter(branch -> !isReferredTo(branch));
  }

  /** Whether an annotation refers by name to a value that would get another one. */
  private static boolean isReferredTo(Graph graph) {
    Stream<Value> results =
        StreamSupport.stream(graph.nodes().spliterator(), false).flatMap(n -> n.outputs().stream());
    return Stream.of(graph.inputs().stream(), graph.initializers().stream(), results)
            .flatMap(values -> values)
            .anyMatch(value -> value.uses().stream().anyMatch(Use.ByReference.class::isInstance))
        || StreamSupport.stream(graph.nodes().spliterator(), false)
            .flatMap(node -> node.subgraphs().stream())
            .anyMatch(BranchInliner::isReferredTo);
  }

  private static Optional<Tensor> constant(Value value) {
    return switch (value) {
      case Initializer initializer -> initializer.tensor();
      case Result result when result.producer().is("Constant") ->
          ConstantNode.tensor(result.producer());
      default -> Optional.empty();
    };
  }
}
