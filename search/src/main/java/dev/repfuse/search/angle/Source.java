package dev.repfuse.search.angle;

import dev.repfuse.ir.ConstantNode;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import java.util.Optional;

/**
 * A constant behind operators that only move or rename it.
 *
 * @param name of the last value that is it, in the order of its file: exporters that store equal
 *     constants once give the others as Identities of it under their own names
 * @param turns how many Transposes stand in between
 */
record Source(String name, Tensor tensor, int turns) {

  /** What a value comes from, if that is a constant. */
  static Optional<Source> of(Value value) {
    Optional<String> name = Optional.empty();
    int turns = 0;
    Value at = value;
    while (at instanceof Result result && moves(result)) {
      if (result.producer().is("Identity") && name.isEmpty()) {
        name = Optional.of(result.name());
      }
      turns += result.producer().is("Transpose") ? 1 : 0;
      at = result.producer().input(0);
    }
    String own = name.orElse(at.name());
    int transposed = turns;
    return tensor(at).map(tensor -> new Source(own, tensor, transposed));
  }

  private static Optional<Tensor> tensor(Value value) {
    return switch (value) {
      case Initializer initializer -> initializer.tensor();
      case Result result when result.producer().is("Constant") ->
          ConstantNode.tensor(result.producer());
      default -> Optional.empty();
    };
  }

  private static boolean moves(Result result) {
    return result.producer().operator().isStandard()
        && switch (result.producer().opType()) {
          case "Identity", "Transpose", "Reshape", "Squeeze", "Unsqueeze", "Flatten" -> true;
          default -> false;
        };
  }
}
