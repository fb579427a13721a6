package dev.repfuse.pass;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.edit.FunctionInliner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts model-local functions in place of their calls, so that folds can reach across. It runs
 * before all passes, and only when it is asked for: a function that is called often makes the file
 * grow.
 */
public final class InlineFunctions {
  /** The name that stands in reports. */
  public static final String NAME = "inline";

  private InlineFunctions() {}

  /**
   * What became of a model.
   *
   * @param model the model, with the main graph of the one that was given, which was changed
   * @param report what was inlined, and what was not
   */
  public record Inlined(Model model, Report report) {}

  /** Inlines every call for which that is certain to be right. */
  public static Inlined in(Model model) {
    String rewrite = InlineFunctions.class.getSimpleName();
    FunctionInliner.Inlined inlined = FunctionInliner.inline(model);
    List<Fold> folds = new ArrayList<>();
    int more = 0;
    for (FunctionInliner.Call call : inlined.calls()) {
      List<String> into = call.nodes().stream().map(Node::toString).toList();
      folds.add(
          new Fold(
              rewrite,
              List.of(call.call().toString()),
              into,
              new Gain(1 - into.size(), 0, 0),
              Choice.NONE,
              Optional.empty()));
      more += into.size() - 1;
    }
    List<Remark> remarks =
        inlined.refusals().stream()
            .map(refusal ->
                new Remark(
                    rewrite,
                    refusal.call().toString(),
                    Reason.NOT_INLINED,
                    refusal.cause(),
                    Choice.NONE))
            .toList();
    Report report = new Report(List.of(new Report.PassReport(NAME, folds, -more)), remarks);
    return new Inlined(inlined.model(), report);
  }
}
