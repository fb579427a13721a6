package dev.repfuse.ir.edit;

import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Makes constants of inputs of the main graph: of those for which the file gives numbers, or of
 * those that somebody chose. Callers that used to give others can no longer do so.
 */
public final class InputFreezer {
  private InputFreezer() {}

  /** The constants that were inputs, in the order of the inputs. */
  public static List<Initializer> freeze(Model model) {
    return new GraphMutator(model.graph()).fixDefaults();
  }

  /**
   * Makes constants of inputs of the main graph.
   *
   * @param values what the inputs are from now on, by name
   * @throws IllegalArgumentException if a name is no input's or the type is not the input's
   */
  public static void freeze(Model model, Map<String, Tensor> values) {
    GraphMutator mutator = new GraphMutator(model.graph());
    values.forEach((name, tensor) -> mutator.fixInput(input(model, name, tensor), tensor));
  }

  private static GraphInput input(Model model, String name, Tensor tensor) {
    return model.graph().inputs().stream()
        .filter(input -> input.name().equals(name))
        .filter(input -> input.type().tensorElement() == tensor.type())
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no input '%s' of type %s".formatted(name, tensor.type().keyword())));
  }
}
