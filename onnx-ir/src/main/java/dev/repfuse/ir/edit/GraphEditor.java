package dev.repfuse.ir.edit;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Carried;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.ValueInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies edits to graphs, and removes what they leave unread. */
public final class GraphEditor {
  private final Deque<Value> maybeDead = new ArrayDeque<>();
  private final Deque<Node> maybeUnread = new ArrayDeque<>();
  private final List<Node> made = new ArrayList<>();
  private final List<NamedValue> touched = new ArrayList<>();
  private final List<Node> redirected = new ArrayList<>();
  private int removed;

  /**
   * What an edit did.
   *
   * @param made new nodes, in topological order
   * @param touched values whose readers or producer changed; some may be gone
   * @param redirected nodes that read another value than before
   * @param removed how many nodes went
   */
  public record Change(
      List<Node> made, List<NamedValue> touched, List<Node> redirected, int removed) {}

  /**
   * Where new nodes go.
   *
   * @param successor the node in front of which they stand; without one, the end of the graph
   */
  private record Spot(Graph graph, Optional<Node> successor) {
    static Spot before(Node node) {
      return new Spot(node.graph(), Optional.of(node));
    }

    void put(Node node) {
      GraphMutator mutator = new GraphMutator(graph);
      successor.ifPresentOrElse(s -> mutator.insertBefore(node, s), () -> mutator.append(node));
    }
  }

  private GraphEditor() {}

  /** Applies one edit. */
  public static Change apply(Edit edit) {
    GraphEditor editor = new GraphEditor();
    editor.change(edit);
    editor.sweep();
    return new Change(
        List.copyOf(editor.made),
        List.copyOf(editor.touched),
        List.copyOf(editor.redirected),
        editor.removed);
  }

  private void change(Edit edit) {
    switch (edit) {
      case Edit.Bypass(NamedValue old, NamedValue replacement) -> bypass(old, replacement);
      case Edit.Rebuild rebuild -> rebuild(rebuild);
      case Edit.ToConstant constant -> toConstant(constant);
      case Edit.Discard(Node node) -> maybeUnread.add(node);
      case Edit.DropConstant(Initializer initializer) -> maybeDead.add(initializer);
      case Edit.Return(Node behind, List<NewNode> nodes, ValueInfo info) ->
          addOutput(behind, nodes, info);
      case Edit.Withdraw(Graph graph, int index) -> {
        maybeDead.add(graph.outputs().get(index).value());
        new GraphMutator(graph).removeOutput(index);
      }
      case Edit.Sequence(List<Edit> edits) -> edits.forEach(this::change);
    }
  }

  private void bypass(NamedValue old, NamedValue replacement) {
    if (!Edit.canBypass(old, replacement)) {
      throw new IllegalArgumentException(old + " cannot be replaced by " + replacement);
    }
    touched.add(old);
    touched.add(replacement);
    if (Edit.mustKeepName(old)) {
      takeName((Result) old, (Result) replacement);
    } else {
      redirect(old, replacement);
      maybeDead.add(old);
    }
  }

  /** {@code replacement}'s node computes {@code old} from now on; {@code replacement} vanishes. */
  private void takeName(Result old, Result replacement) {
    Node emptied = old.producer();
    int index = old.index();
    GraphMutator mutator = new GraphMutator(old.graph());
    mutator.moveResult(old, replacement.producer(), replacement.index());
    redirect(replacement, old);
    discardOrRefill(emptied, index, old.name());
  }

  private void redirect(NamedValue from, NamedValue to) {
    for (Use use : List.copyOf(from.uses())) {
      if (use instanceof Use.ByNode(Node reader, int index)) {
        new GraphMutator(reader.graph()).setInput(reader, index, to);
        redirected.add(reader);
      }
    }
  }

  private void rebuild(Edit.Rebuild rebuild) {
    Result result = rebuild.result();
    Node old = result.producer();
    int index = result.index();
    List<Node> nodes = insert(rebuild.nodes(), rebuild.hint(), Spot.before(old));
    new GraphMutator(old.graph()).moveResult(result, nodes.getLast(), 0);
    touched.add(result);
    discardOrRefill(old, index, result.name());
  }

  private void addOutput(Node behind, List<NewNode> wanted, ValueInfo info) {
    GraphMutator mutator = new GraphMutator(behind.graph());
    Spot spot = new Spot(behind.graph(), behind.next());
    Node last = insert(wanted, info.name() + "_part", spot).getLast();
    Result result = mutator.addResult(last, 0, info.name());
    mutator.addOutput(result, info);
    touched.add(result);
  }

  /** Puts new nodes somewhere, whose results are named after {@code hint}. */
  private List<Node> insert(List<NewNode> all, String hint, Spot spot) {
    GraphMutator mutator = new GraphMutator(spot.graph());
    List<Node> nodes = new ArrayList<>(all.size());
    Map<Operand, Value> constants = new HashMap<>();
    for (NewNode wanted : all) {
      List<Value> inputs = new ArrayList<>(wanted.inputs().size());
      for (Operand operand : wanted.inputs()) {
        inputs.add(
            operand instanceof Operand.Constant
                ? constants.computeIfAbsent(operand, key -> value(key, hint, nodes, spot))
                : value(operand, hint, nodes, spot));
      }
      Node node =
          mutator.newNode(
              wanted.operator(),
              wanted.name(),
              inputs,
              wanted.attributes(),
              Carried.NONE,
              Optional.empty());
      spot.put(node);
      nodes.add(node);
    }
    made.addAll(nodes);
    return nodes;
  }

  /** The value that an operand means; results of new nodes are named when they are first read. */
  private Value value(Operand operand, String hint, List<Node> nodes, Spot spot) {
    GraphMutator mutator = new GraphMutator(spot.graph());
    return switch (operand) {
      case Operand.Existing(Value value) -> value;
      case Operand.Constant(var tensor, String wanted) ->
          spot.graph().holdsInitializers()
              ? mutator.addInitializer(mutator.freshName(wanted), tensor, Optional.empty())
              : mutator.addResult(constantNode(tensor, spot), 0, mutator.freshName(wanted));
      case Operand.Made(int node, int output) -> {
        Node maker = nodes.get(node);
        yield maker.output(output) instanceof Result made
            ? made
            : mutator.addResult(maker, output, mutator.freshName(hint));
      }
    };
  }

  private Node constantNode(Tensor tensor, Spot spot) {
    GraphMutator mutator = new GraphMutator(spot.graph());
    Node node =
        mutator.newNode(
            Operator.standard("Constant"),
            "",
            List.of(),
            List.of(Attribute.of("value", tensor)),
            Carried.NONE,
            Optional.empty());
    spot.put(node);
    made.add(node);
    return node;
  }

  private void toConstant(Edit.ToConstant constant) {
    Result result = constant.result();
    Node producer = result.producer();
    int index = result.index();
    GraphMutator mutator = new GraphMutator(result.graph());
    if (!result.graph().holdsInitializers() || Edit.isReturned(result)) {
      mutator.moveResult(result, constantNode(constant.tensor(), Spot.before(producer)), 0);
      touched.add(result);
      discardOrRefill(producer, index, result.name());
      return;
    }
    Initializer initializer =
        mutator.addInitializer(result.name(), constant.tensor(), Optional.empty());
    redirect(result, initializer);
    mutator.movePins(result, initializer);
    touched.add(initializer);
    discardOrRefill(producer, index, result.name());
  }

  /** Removes a node that lost a result, or gives it an unread one if others are still read. */
  private void discardOrRefill(Node node, int index, String formerName) {
    discardIfDead(node);
    if (node.isAttached()) {
      new GraphMutator(node.graph()).refill(node, index, formerName);
    }
  }

  private void discardIfDead(Node node) {
    if (node.isAttached() && node.results().stream().allMatch(r -> r.uses().isEmpty())) {
      List<Value> inputs = valuesReadBy(node);
      new GraphMutator(node.graph()).remove(node);
      removed++;
      maybeDead.addAll(inputs);
    }
  }

  /** Its inputs, and whatever its subgraphs capture. */
  private static List<Value> valuesReadBy(Node node) {
    List<Value> inputs = new ArrayList<>();
    Deque<Node> nodes = new ArrayDeque<>(List.of(node));
    while (!nodes.isEmpty()) {
      Node next = nodes.pop();
      inputs.addAll(next.inputs());
      for (Graph subgraph : next.subgraphs()) {
        subgraph.nodes().forEach(nodes::push);
        subgraph.outputs().forEach(output -> inputs.add(output.value()));
      }
    }
    return inputs;
  }

  private void sweep() {
    maybeUnread.forEach(this::discardIfDead);
    while (!maybeDead.isEmpty()) {
      switch (maybeDead.pop()) {
        case Result result -> {
          touched.add(result);
          discardIfDead(result.producer());
        }
        case Initializer initializer when initializer.uses().isEmpty() ->
            new GraphMutator(initializer.graph()).removeInitializer(initializer);
        case Value other -> {
          if (other instanceof NamedValue named) {
            touched.add(named);
          }
        }
      }
    }
  }
}
