package dev.repfuse.pass.clean;

import dev.repfuse.ir.Node;

/** Which operators give the same result whenever they run. */
public final class Determinism {
  private Determinism() {}

  /** Whether a node is none of those that draw at random. */
  public static boolean isDeterministic(Node node) {
    return switch (node.opType()) {
      case "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Bernoulli",
          "Multinomial",
          "Dropout" ->
          false;
      default -> true;
    };
  }
}
