package dev.repfuse.pass.cost;

import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import java.util.function.Predicate;

/** Tells what is trained from other constants. */
public final class Parameters {
  private Parameters() {}

  /** Whether a constant is read as a mean or a variance, and as nothing else. */
  public static boolean isStatistic(Value constant) {
    return isReadOnly(constant, use -> use.node().is("BatchNormalization") && use.index() >= 3);
  }

  /** Whether a constant is read as a bound of a Clip, and as nothing else. */
  public static boolean isBound(Value constant) {
    return isReadOnly(constant, use -> use.node().is("Clip") && use.index() >= 1);
  }

  private static boolean isReadOnly(Value constant, Predicate<Use.ByNode> as) {
    return !constant.uses().isEmpty()
        && constant.uses().stream()
            .allMatch(use -> use instanceof Use.ByNode reader && as.test(reader));
  }
}
