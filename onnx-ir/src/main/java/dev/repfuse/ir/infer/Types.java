package dev.repfuse.ir.infer;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Function;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.SparseTensor;
import dev.repfuse.ir.Tensor;
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

/**
 * The types of the values of a model's main graph or of one function, subgraphs included, inferred
 * in one pass over the nodes in their order.
 *
 * <p>Declared types of the main graph's inputs are facts. What a rule computes beats what the file
 * declares of intermediate values and outputs: declarations only fill what computation leaves open,
 * and their symbols are not believed. Inside of a loop, whose turns may differ, only element types
 * are; inside of a function, whose callers may differ, nothing is. A node that contradicts itself
 * has results of unknown type; nothing here throws.
 */
public final class Types {
  private final Model model;
  private final Graph root;
  private final long opset;
  private final LibraryInference library;
  private final boolean believing;
  private final Map<NamedValue, Fact> facts = new HashMap<>();
  private final Map<NamedValue, ValueInfo> declaredOutputs = new HashMap<>();
  private final Set<Operator> functions = new HashSet<>();
  private final List<Fault> faults = new ArrayList<>(0);
  private boolean illegal;
  private Optional<Map<String, Type>> second = Optional.empty();

  private Types(Model model, Graph root, long opset, LibraryInference library, boolean believing) {
    this.model = model;
    this.root = root;
    this.opset = opset;
    this.library = library;
    this.believing = believing;
    for (Function function : model.functions()) {
      functions.add(canonical(function.operator()));
    }
  }

  /** Infers the types; values that stay unknown are asked of ONNX's own inference when needed. */
  public static Types infer(Model model) {
    return infer(model, LibraryInference.ONNX);
  }

  /** Infers the types, with another second opinion on values that stay unknown. */
  public static Types infer(Model model, LibraryInference library) {
    return new Types(model, model.graph(), model.opset().orElse(1), library, true).run();
  }

  /** Infers the types in the body of a function, whatever it is called with. */
  public static Types infer(Model model, Function function) {
    long opset = OpsetImport.version(function.opsets(), "").orElse(1);
    return new Types(model, function.body(), opset, LibraryInference.NONE, false).run();
  }

  /** What follows from the inputs and constants alone, whatever the file declares of results. */
  public static Types computed(Model model) {
    return new Types(model, model.graph(), model.opset().orElse(1), LibraryInference.NONE, false)
        .run();
  }

  private Types run() {
    walk(root);
    return this;
  }

  /** The type of a value. */
  public Type of(Value value) {
    Type own = fact(value).type();
    boolean open =
        own instanceof Type.UnknownType
            || (own instanceof Type.TensorType tensor && tensor.shape().isEmpty());
    return open && value instanceof Result result && result.graph() == model.graph()
        ? Fact.of(own).filledBy(Fact.of(secondOpinion(result))).type()
        : own;
  }

  private Type secondOpinion(Result result) {
    // Native code must not be trusted with a model that is known to be illegal.
    Map<String, Type> asked = second.orElseGet(() -> illegal ? Map.of() : library.types(model));
    second = Optional.of(asked);
    return asked.getOrDefault(result.name(), Type.UNKNOWN);
  }

  /** The extents of a dense tensor, if its rank is known. */
  public Optional<Shape> shape(Value value) {
    return of(value).tensorShape();
  }

  /** The element type of a dense tensor; {@link ElementType#UNDEFINED} for anything else. */
  public ElementType element(Value value) {
    return of(value).tensorElement();
  }

  /**
   * The numbers of a value, where they are known: those of an initializer or a Constant node, of
   * any size, and up to 1024 that shape arithmetic gives. A graph input with a default is not
   * known: a caller may override it.
   */
  public Optional<Tensor> known(Value value) {
    return fact(value).numbers();
  }

  /** The nodes that surely are not legal, in the order in which they stand in the graph. */
  public List<Fault> faults() {
    return List.copyOf(faults);
  }

  /**
   * Infers the results of nodes that an edit made. A result that had a type before keeps what the
   * new node tells less of.
   *
   * @param made in topological order
   */
  public void update(List<Node> made) {
    for (Node node : made) {
      infer(node);
    }
  }

  private void walk(Graph graph) {
    if (believing) {
      for (Output output : graph.outputs()) {
        declaredOutputs.putIfAbsent(output.value(), output.info());
      }
    }
    for (Node node : graph.nodes()) {
      infer(node);
    }
  }

  private void infer(Node node) {
    node.subgraphs().forEach(this::walk);
    List<Fact> computed = computed(node);
    for (int i = 0; i < node.outputs().size(); i++) {
      if (node.outputs().get(i) instanceof Result result) {
        Fact fact = i < computed.size() ? computed.get(i) : Fact.UNKNOWN;
        Fact before = Optional.ofNullable(facts.get(result)).orElseGet(() -> declared(result));
        facts.put(result, fact.filledBy(before));
      }
    }
  }

  private Fact declared(Result result) {
    if (!believing) {
      return Fact.UNKNOWN;
    }
    Fact described =
        Optional.ofNullable(result.graph().valueInfos().get(result.name()))
            .map(info -> believable(info.type(), result.graph()))
            .orElse(Fact.UNKNOWN);
    return Optional.ofNullable(declaredOutputs.get(result))
        .map(info -> described.filledBy(believable(info.type(), result.graph())))
        .orElse(described);
  }

  private static Fact believable(Type declared, Graph graph) {
    return isRepeated(graph)
        ? Fact.of(declared.tensorElement(), Optional.empty())
        : Fact.of(withoutSymbols(declared));
  }

  /** Whether a graph is, or lies in, a subgraph with inputs: the body of a loop. */
  private static boolean isRepeated(Graph graph) {
    Optional<Graph> around = graph.outer();
    if (around.isEmpty()) {
      return false;
    }
    return !graph.inputs().isEmpty() || isRepeated(around.get());
  }

  /** Exporters give the extents of results names that mean another extent elsewhere. */
  private static Type withoutSymbols(Type type) {
    if (!(type instanceof Type.TensorType(ElementType element, Optional<Shape> shape))) {
      return type;
    }
    return new Type.TensorType(
        element,
        shape.map(s ->
            new Shape(
                s.dims().stream()
                    .map(dim -> dim instanceof Dim.Symbol ? Dim.UNKNOWN : dim)
                    .toList())));
  }

  private List<Fact> computed(Node node) {
    if (functions.contains(canonical(node.operator()))
        || (root != model.graph() && node.refersToCaller())) {
      return List.of();
    }
    Optional<Rule> rule = Rules.of(node.operator());
    if (rule.isEmpty()) {
      return List.of();
    }
    try {
      return rule.get().results(new Operation(node, opset, this::fact));
    } catch (IllegalNode e) {
      illegal = true;
      if (node.graph() == model.graph()) {
        faults.add(new Fault(node, e.cause()));
      }
      return List.of();
    } catch (RuntimeException e) {
      // A malformed node must not stop the walk: numbers out of any range, data that is not there.
      illegal = true;
      return List.of();
    }
  }

  private static Operator canonical(Operator operator) {
    return new Operator(operator.canonicalDomain(), operator.type(), operator.overload());
  }

  private Fact fact(Value value) {
    return switch (value) {
      case Absent _ -> Fact.UNKNOWN;
      case Initializer initializer -> constant(initializer);
      case GraphInput input -> given(input);
      case Result result -> Optional.ofNullable(facts.get(result)).orElse(Fact.UNKNOWN);
    };
  }

  private Fact constant(Initializer initializer) {
    Optional<Fact> before = Optional.ofNullable(facts.get(initializer));
    if (before.isPresent()) {
      return before.get();
    }
    Fact fact =
        switch (initializer.payload()) {
          case Tensor tensor -> Fact.of(tensor);
          case SparseTensor sparse -> Fact.of(sparse.type(), sparse.shape());
        };
    facts.put(initializer, fact);
    return fact;
  }

  /** Inputs of a subgraph are bound by its node: of them, only the element type is believed. */
  private Fact given(GraphInput input) {
    if (input.graph() == model.graph()) {
      boolean typed = !(input.type() instanceof Type.UnknownType);
      return typed
          ? Fact.of(input.type())
          : input
              .byDefault()
              .map(payload -> Fact.of(payload.type(), payload.shape()))
              .orElse(Fact.UNKNOWN);
    }
    return root == model.graph()
        ? Fact.of(input.type().tensorElement(), Optional.empty())
        : Fact.UNKNOWN;
  }
}
