package dev.repfuse.pass.cost;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;

/** Tells means and variances of BatchNormalization from what counts as parameters. */
public final class Statistics {
  private Statistics() {}

  /** Whether a constant is read as a mean or a variance, and as nothing else. */
  public static boolean isOne(Value constant) {
    for (Use use : constant.uses()) {
      if (!(use instanceof Use.ByNode(Node reader, int index)
          && reader.is("BatchNormalization")
          && index >= 3)) {
        return false;
      }
    }
    return !constant.uses().isEmpty();
  }
}
