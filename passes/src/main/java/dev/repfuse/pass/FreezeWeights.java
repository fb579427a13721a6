package dev.repfuse.pass;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.edit.InputFreezer;
import java.util.List;
import java.util.Optional;

/**
 * Takes weights for constants that a file also lists among the inputs of its graph, where a caller
 * may give others. It runs before all passes, and only when it is asked for: nobody but the user
 * knows whether a caller does.
 */
public final class FreezeWeights {
  /** The name that stands in reports. */
  public static final String NAME = "freeze";

  private FreezeWeights() {}

  /** Changes a model, and says which inputs it lost. */
  public static Report in(Model model) {
    List<Fold> folds =
        InputFreezer.freeze(model).stream()
            .map(weight ->
                new Fold(
                    FreezeWeights.class.getSimpleName(),
                    List.of("input '" + weight.name() + "'"),
                    List.of("initializer '" + weight.name() + "'"),
                    new Gain(0, 0, 0),
                    Choice.NONE,
                    Optional.empty()))
            .toList();
    return new Report(List.of(new Report.PassReport(NAME, folds, 0)), List.of());
  }
}
