package dev.repfuse.pass;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.GraphEditor;
import dev.repfuse.ir.infer.Types;
import dev.repfuse.pass.cost.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs passes over a model's main graph: rewrites propose, only the driver changes. */
public final class Driver {
  private static final int MOST_SWEEPS = 100;

  private final Model model;
  private final Types types;
  private final Growth growth;
  private final Facts facts;
  private final Map<Refusal, Remark> remarks = new LinkedHashMap<>();

  /**
   * How to run.
   *
   * @param target the machine whose costs decide
   * @param growth how much the file may grow
   * @param afterEachPass is given the model after every pass, to check it
   * @param progress is told the name of every pass that begins
   */
  public record Options(
      Target target,
      Growth.Limit growth,
      Consumer<Model> afterEachPass,
      Consumer<String> progress) {

    /** Costs of no particular machine; the whole file should not grow. */
    public static Options defaults() {
      return new Options(Target.GENERIC, Growth.Limit.WHOLE_FILE, model -> {}, pass -> {});
    }
  }

  private record Refusal(String rewrite, Node node) {}

  private Driver(Model model, Options options) {
    this.model = model;
    this.types = Types.infer(model);
    this.growth = new Growth(options.growth());
    this.facts = new Facts(model, types, options.target(), growth);
  }

  /** Runs the passes in turn, each to its fixpoint, and changes {@code model}'s main graph. */
  public static Report run(Model model, List<Pass> pipeline, Options options) {
    Driver driver = new Driver(model, options);
    List<Report.PassReport> reports = new ArrayList<>();
    for (Pass pass : pipeline) {
      options.progress().accept(pass.name());
      reports.add(driver.run(pass));
      options.afterEachPass().accept(model);
    }
    List<Remark> standing =
        driver.remarks.entrySet().stream()
            .filter(entry -> entry.getKey().node().isAttached())
            .map(Map.Entry::getValue)
            .toList();
    return new Report(reports, standing);
  }

  private Report.PassReport run(Pass pass) {
    int before = model.graph().nodeCount();
    List<Fold> folds = new ArrayList<>();
    switch (pass) {
      case Pass.Local local -> local(local, folds);
      case Pass.Whole(String name, Sweep sweep) -> sweep(sweep, folds);
    }
    return new Report.PassReport(pass.name(), folds, before - model.graph().nodeCount());
  }

  private void local(Pass.Local pass, List<Fold> folds) {
    Worklist worklist = new Worklist(model.graph(), pass.order());
    while (worklist.next() instanceof Worklist.Next(Node node)) {
      for (Rewrite rewrite : pass.rewrites()) {
        if (!node.isAttached()) {
          break;
        }
        switch (rewrite.match(node, facts)) {
          case Outcome.Replace replace -> {
            List<String> origins = replace.origins().stream().map(Node::toString).toList();
            GraphEditor.Change change = apply(replace.edit());
            folds.add(
                new Fold(
                    rewrite.name(), origins, labels(change), replace.gain(), replace.choice()));
            remarks.remove(new Refusal(rewrite.name(), node));
            worklist.add(change);
            worklist.add(node);
          }
          case Outcome.Declined(Reason reason, String detail, Choice choice) ->
              remarks.put(
                  new Refusal(rewrite.name(), node),
                  new Remark(rewrite.name(), node.toString(), reason, detail, choice));
          case Outcome.NotMine notMine -> remarks.remove(new Refusal(rewrite.name(), node));
        }
      }
    }
  }

  private void sweep(Sweep sweep, List<Fold> folds) {
    Graph graph = model.graph();
    for (int round = 0; round < MOST_SWEEPS; round++) {
      List<Edit> edits =
          sweep.propose(
              graph,
              facts,
              (node, reason, detail) ->
                  remarks.put(
                      new Refusal(sweep.name(), node),
                      new Remark(sweep.name(), node.toString(), reason, detail, Choice.NONE)));
      if (edits.isEmpty()) {
        return;
      }
      for (Edit edit : edits) {
        String origin = Edits.describe(edit);
        GraphEditor.Change change = apply(edit);
        folds.add(
            new Fold(
                sweep.name(),
                List.of(origin),
                labels(change),
                new Gain(change.removed(), 0, 0),
                Choice.NONE));
      }
    }
  }

  private GraphEditor.Change apply(Edit edit) {
    growth.add(Edits.bytesAdded(edit) - Edits.bytesFreed(edit));
    GraphEditor.Change change = GraphEditor.apply(edit);
    types.update(change.made());
    return change;
  }

  private static List<String> labels(GraphEditor.Change change) {
    return change.made().stream().map(Node::toString).toList();
  }
}
