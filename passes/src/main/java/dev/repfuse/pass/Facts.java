package dev.repfuse.pass;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.infer.Types;
import dev.repfuse.pass.cost.Target;
import java.util.Optional;
import java.util.OptionalInt;

/** What rewrites may know of the graph that they look at. */
public final class Facts {
  private final Model model;
  private final Types types;
  private final Target target;
  private final Growth growth;

  Facts(Model model, Types types, Target target, Growth growth) {
    this.model = model;
    this.types = types;
    this.target = target;
    this.growth = growth;
  }

  /** The model that the graph belongs to. */
  public Model model() {
    return model;
  }

  /** The version of ONNX's own operator set that the model imports; 1 if it imports none. */
  public long opset() {
    return model.opset().orElse(1);
  }

  /** Whether a node is ONNX's own operator {@code type}, not a local function of that name. */
  public boolean is(Node node, String type) {
    return node.is(type) && model.functionOf(node).isEmpty();
  }

  /** Whether a node belongs to ONNX's own operators, not to a local function. */
  public boolean isStandard(Node node) {
    return node.operator().isStandard() && model.functionOf(node).isEmpty();
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
   * The numbers of a constant that may be used in a fold: a dense initializer to which nothing
   * outside of the graph refers.
   */
  public Optional<Tensor> constant(Value value) {
    return value instanceof Initializer initializer && !isReferenced(initializer)
        ? initializer.tensor()
        : Optional.empty();
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
