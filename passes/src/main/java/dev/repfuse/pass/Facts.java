package dev.repfuse.pass;

import dev.repfuse.ir.ConstantNode;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Function;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.infer.Types;
import dev.repfuse.pass.cost.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What rewrites may know of the main graph or of a function, their subgraphs included. */
public final class Facts {
  private final Model model;
  private final List<OpsetImport> opsets;
  private final long opset;
  private final boolean inFunction;
  private final boolean functionsOfOwnNames;
  private final Types types;
  private final Target target;
  private final Growth growth;

  private Facts(
      Model model,
      List<OpsetImport> opsets,
      boolean inFunction,
      Types types,
      Target target,
      Growth growth) {
    this.model = model;
    this.opsets = opsets;
    this.opset = OpsetImport.version(opsets, "").orElse(1);
    this.inFunction = inFunction;
    this.functionsOfOwnNames =
        model.functions().stream().anyMatch(function -> function.operator().isStandard());
    this.types = types;
    this.target = target;
    this.growth = growth;
  }

  /** Facts of a model's main graph, for those who ask about no machine and no file size. */
  public static Facts of(Model model) {
    return ofMain(model, Types.infer(model), Target.GENERIC, new Growth(Growth.Limit.NONE));
  }

  static Facts ofMain(Model model, Types types, Target target, Growth growth) {
    return new Facts(model, model.opsets(), false, types, target, growth);
  }

  static Facts ofFunction(
      Model model, Function function, Types types, Target target, Growth growth) {
    return new Facts(model, function.opsets(), true, types, target, growth);
  }

  /** Takes in the nodes that an edit made. */
  void update(List<Node> made) {
    types.update(made);
  }

  /** The model that the graph belongs to. */
  public Model model() {
    return model;
  }

  /** Version of the file format. */
  public long irVersion() {
    return model.irVersion();
  }

  /** The operator sets that the graph is written in: those of its function, or of the model. */
  public List<OpsetImport> opsets() {
    return opsets;
  }

  /** The version of ONNX's own operator set among {@link #opsets}; 1 if it is not imported. */
  public long opset() {
    return opset;
  }

  /**
   * Whether a node is ONNX's own operator {@code type}, not a local function of that name, with
   * attributes that are all known.
   */
  public boolean is(Node node, String type) {
    return node.is(type) && isStandard(node);
  }

  /**
   * Whether a node belongs to ONNX's own operators, not to a local function, and all its attributes
   * are known: an attribute that refers to the function's caller must not be read as left out.
   */
  public boolean isStandard(Node node) {
    return isOwn(node) && !isOpen(node);
  }

  /** Whether a node belongs to ONNX's own operators, whatever its attributes are. */
  public boolean isOwn(Node node) {
    return node.operator().isStandard()
        && !(functionsOfOwnNames && model.functionOf(node).isPresent());
  }

  /** Whether an attribute of the node is only known to the caller of the function. */
  public boolean isOpen(Node node) {
    return inFunction && node.refersToCaller();
  }

  public Type type(Value value) {
    return types.of(value);
  }

  /** The shape, if the rank is known. */
  public Optional<Shape> shape(Value value) {
    return types.shape(value);
  }

  public OptionalInt rank(Value value) {
    return types.shape(value).map(s -> OptionalInt.of(s.rank())).orElse(OptionalInt.empty());
  }

  public ElementType element(Value value) {
    return types.element(value);
  }

  /**
   * The numbers of a constant that may be used in a fold: a dense initializer, of this graph or of
   * one around it, to which nothing outside of the graph refers; or a Constant node of a function,
   * which has no initializers.
   */
  public Optional<Tensor> constant(Value value) {
    return switch (value) {
      case Initializer initializer when !isReferenced(initializer) -> initializer.tensor();
      case Result result when !result.graph().holdsInitializers() && isConstantNode(result) ->
          ConstantNode.tensor(result.producer());
      default -> Optional.empty();
    };
  }

  private boolean isConstantNode(Result result) {
    return is(result.producer(), "Constant") && !isReferenced(result);
  }

  /** Numbers known by shape arithmetic or as a constant; good to read, not to bake in. */
  public Optional<Tensor> known(Value value) {
    return types.known(value);
  }

  /** Why {@link #constant} has nothing to give. */
  public Reason whyNotConstant(Value value) {
    return switch (value) {
      case GraphInput input when input.byDefault().isPresent() -> Reason.WEIGHT_OVERRIDABLE;
      case Initializer initializer when isReferenced(initializer) -> Reason.WEIGHT_REFERENCED;
      case Result result when is(result.producer(), "DequantizeLinear") -> Reason.WEIGHT_QUANTIZED;
      default -> Reason.WEIGHT_NOT_CONSTANT;
    };
  }

  private static boolean isReferenced(NamedValue value) {
    for (Use use : value.uses()) {
      if (use instanceof Use.ByReference) {
        return true;
      }
    }
    return false;
  }

  /** The machine for which costs are estimated. */
  public Target target() {
    return target;
  }

  /** How many bytes of weights the file may still grow by. */
  public Growth growth() {
    return growth;
  }
}
