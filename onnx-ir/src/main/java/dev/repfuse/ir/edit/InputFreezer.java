package dev.repfuse.ir.edit;

import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import java.util.List;

/**
 * Takes the numbers that a file gives for inputs of its main graph for constants. Callers that used
 * to give others instead can no longer do so.
 */
public final class InputFreezer {
  private InputFreezer() {}

  /** The constants that were inputs, in the order of the inputs. */
  public static List<Initializer> freeze(Model model) {
    return new GraphMutator(model.graph()).fixDefaults();
  }
}
