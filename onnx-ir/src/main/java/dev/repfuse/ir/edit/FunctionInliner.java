package dev.repfuse.ir.edit;

import dev.repfuse.ir.Function;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.OpsetImport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Puts the bodies of model-local functions in place of the nodes that call them, calls in bodies
 * included, as the ONNX IR specification defines a call. Functions that nothing calls any more go.
 */
public final class FunctionInliner {
  /** Functions that call each other could multiply without end. */
  private static final int MOST_NODES = 200_000;

  private final Map<Operator, Function> functions = new HashMap<>();
  private final List<OpsetImport> opsets;
  private final List<Call> inlined = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private int made;

  /**
   * A call whose function stands in its place now.
   *
   * @param call the node that was
   * @param nodes the nodes that are
   */
  public record Call(Node call, List<Node> nodes) {}

  /** A call that stays, and why. */
  public record Refusal(Node call, String cause) {}

  /**
   * What became of a model.
   *
   * @param model the model, with the same main graph, which was changed
   */
  public record Inlined(Model model, List<Call> calls, List<Refusal> refusals) {}

  private FunctionInliner(Model model) {
    opsets = new ArrayList<>(model.opsets());
    for (Function function : model.functions()) {
      functions.putIfAbsent(canonical(function.operator()), function);
    }
  }

  /**
   * Inlines every call in the main graph and its subgraphs for which that is certain to be right.
   */
  public static Inlined inline(Model model) {
    FunctionInliner inliner = new FunctionInliner(model);
    inliner.run(model.graph());
    List<Function> functions =
        inliner.inlined.isEmpty() ? model.functions() : inliner.called(model);
    Model result =
        new Model(
            model.irVersion(),
            model.producer(),
            inliner.opsets,
            model.graph(),
            functions,
            model.carried());
    return new Inlined(result, List.copyOf(inliner.inlined), List.copyOf(inliner.refusals));
  }

  private static Operator canonical(Operator operator) {
    return new Operator(operator.canonicalDomain(), operator.type(), operator.overload());
  }

  private Optional<Function> function(Node node) {
    return Optional.ofNullable(functions.get(canonical(node.operator())));
  }

  private void run(Graph main) {
    Deque<Node> waiting = new ArrayDeque<>(main.nodeList());
    while (!waiting.isEmpty()) {
      Node node = waiting.pop();
      node.subgraphs().forEach(subgraph -> subgraph.nodeList().reversed().forEach(waiting::push));
      Optional<Function> function = function(node);
      if (function.isEmpty()) {
        continue;
      }
      Optional<String> cause = whyNot(node, function.get());
      if (cause.isPresent()) {
        refusals.add(new Refusal(node, cause.get()));
      } else {
        List<Node> nodes = new FunctionCopy(node, function.get()).replaceCall();
        made += nodes.size();
        inlined.add(new Call(node, nodes));
        nodes.reversed().forEach(waiting::push);
      }
    }
  }

  private Optional<String> whyNot(Node call, Function function) {
    if (made > MOST_NODES) {
      return Optional.of("over %d nodes were made".formatted(MOST_NODES));
    }
    if (OpsetImport.version(opsets, "").isEmpty()) {
      return Optional.of("the model imports no version of the standard operator set");
    }
    return FunctionCopy.whyNot(call, function).or(() -> importAll(function));
  }

  /** Imports what a function does; says which operator set the model has in another version. */
  private Optional<String> importAll(Function function) {
    Set<String> domains = new HashSet<>();
    nodesIn(function.body()).forEach(node -> domains.add(node.operator().canonicalDomain()));
    List<OpsetImport> missing = new ArrayList<>();
    for (String domain : domains.stream().sorted().toList()) {
      OptionalLong own = OpsetImport.version(function.opsets(), domain);
      OptionalLong around = OpsetImport.version(opsets, domain);
      if (own.isEmpty()) {
        return Optional.of("it does not say which version of '%s' it uses".formatted(domain));
      }
      if (around.isEmpty()) {
        missing.add(new OpsetImport(domain, own.getAsLong(), Optional.empty()));
      } else if (around.getAsLong() != own.getAsLong()) {
        return Optional.of(
            "it is written in version %d of '%s', the model in version %d"
                .formatted(own.getAsLong(), domain, around.getAsLong()));
      }
    }
    opsets.addAll(missing);
    return Optional.empty();
  }

  /** The functions that are still called, in their order. */
  private List<Function> called(Model model) {
    Set<Function> called = new HashSet<>();
    Deque<Graph> waiting = new ArrayDeque<>(List.of(model.graph()));
    while (!waiting.isEmpty()) {
      for (Node node : nodesIn(waiting.pop())) {
        function(node).filter(called::add).ifPresent(function -> waiting.push(function.body()));
      }
    }
    return model.functions().stream().filter(called::contains).toList();
  }

  private static List<Node> nodesIn(Graph graph) {
    return graph.withInner().stream().flatMap(inner -> inner.nodeList().stream()).toList();
  }
}
