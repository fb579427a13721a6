package dev.repfuse.ir.infer;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.ValueInfo;
import java.util.List;
import java.util.Optional;

/** The types of a model's values. */
public final class Types {
  private final Model model;

  private Types(Model model) {
    this.model = model;
  }

  public static Types infer(Model model) {
    return new Types(model);
  }

  /** The type of a value; unknown where nothing is known. */
  public Type of(Value value) {
    return switch (value) {
      case GraphInput input -> input.type();
      case Initializer i -> Type.tensor(i.payload().type(), i.payload().shape());
      default ->
          Optional.ofNullable(model.graph().valueInfos().get(value.name()))
              .map(ValueInfo::type)
              .orElse(Type.UNKNOWN);
    };
  }

  public Optional<Shape> shape(Value value) {
    return of(value).tensorShape();
  }

  public ElementType element(Value value) {
    return of(value).tensorElement();
  }

  /** The numbers of a value where they are known. */
  public Optional<Tensor> known(Value value) {
    return value instanceof Initializer initializer ? initializer.tensor() : Optional.empty();
  }

  /** Infers the results of nodes that an edit made. */
  public void update(List<Node> made) {}
}
