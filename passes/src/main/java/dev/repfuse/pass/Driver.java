package dev.repfuse.pass;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.GraphEditor;
import dev.repfuse.pass.cost.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs passes over every graph of a model: rewrites propose, only the driver changes. */
public final class Driver {
  private static final int MOST_SWEEPS = 100;

  private final Growth growth;
  private final Graphs graphs;
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
    this.growth = new Growth(options.growth());
    this.graphs = Graphs.of(model, options.target(), growth);
  }

  /** Runs the passes in turn, each to its fixpoint, and changes {@code model}. */
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
    int before = graphs.nodeCount();
    List<Fold> folds = new ArrayList<>();
    switch (pass) {
      case Pass.Local local -> local(local, folds);
      case Pass.Whole(String name, Sweep sweep) -> sweep(sweep, folds);
    }
    return new Report.PassReport(pass.name(), folds, before - graphs.nodeCount());
  }

  private void local(Pass.Local pass, List<Fold> folds) {
    Worklist first = new Worklist(graphs, pass.order());
    Worklist later = first;
    if (!pass.reluctant().isEmpty()) {
      later = new Worklist(graphs, pass.order());
    }
    List<Worklist> both = List.of(first, later);
    while (true) {
      if (first.next() instanceof Worklist.Next(Node node)) {
        apply(pass.rewrites(), node, both, folds);
      } else if (later.next() instanceof Worklist.Next(Node node)) {
        apply(pass.reluctant(), node, both, folds);
      } else {
        return;
      }
    }
  }

  /** Tries rewrites on a node; what they touch is to be looked at again. */
  private void apply(
      List<Rewrite> rewrites, Node node, List<Worklist> worklists, List<Fold> folds) {
    for (Rewrite rewrite : rewrites) {
      if (!node.isAttached()) {
        break;
      }
      switch (match(rewrite, node)) {
        case Outcome.Replace replace -> {
          List<String> origins = replace.origins().stream().map(graphs::describe).toList();
          GraphEditor.Change change = apply(replace.edit());
          folds.add(
              new Fold(
                  rewrite.name(),
                  origins,
                  labels(change),
                  replace.gain(),
                  replace.choice(),
                  replace.risk()));
          remarks.remove(new Refusal(rewrite.name(), node));
          for (Worklist worklist : worklists) {
            worklist.add(change);
            worklist.add(node);
          }
        }
        case Outcome.Declined declined -> refuse(rewrite.name(), node, declined);
        case Outcome.NotMine notMine -> remarks.remove(new Refusal(rewrite.name(), node));
      }
    }
  }

  /** A rewrite may look at what stands around a body, but must not take its work in. */
  private Outcome match(Rewrite rewrite, Node node) {
    Outcome outcome = rewrite.match(node, graphs.facts(node.graph()));
    if (outcome instanceof Outcome.Replace replace) {
      for (Node origin : replace.origins()) {
        if (origin.graph() != node.graph()) {
          return Outcome.declined(Reason.OTHER_GRAPH, origin.toString());
        }
      }
    }
    return outcome;
  }

  private void sweep(Sweep sweep, List<Fold> folds) {
    boolean changed = true;
    for (int round = 0; changed && round < MOST_SWEEPS; round++) {
      changed = false;
      for (Graph graph : graphs.all()) {
        if (graphs.isLive(graph)) {
          changed |= sweep(sweep, graph, folds);
        }
      }
    }
  }

  private boolean sweep(Sweep sweep, Graph graph, List<Fold> folds) {
    List<Edit> edits =
        sweep.propose(
            graph,
            graphs.facts(graph),
            (node, reason, detail) ->
                refuse(sweep.name(), node, new Outcome.Declined(reason, detail, Choice.NONE)));
    for (Edit edit : edits) {
      String origin = Edits.describe(edit) + graphs.place(graph);
      GraphEditor.Change change = apply(edit);
      folds.add(
          new Fold(
              sweep.name(),
              List.of(origin),
              labels(change),
              new Gain(change.removed(), 0, 0),
              Choice.NONE,
              Optional.empty()));
    }
    return !edits.isEmpty();
  }

  private void refuse(String rewrite, Node node, Outcome.Declined why) {
    remarks.put(
        new Refusal(rewrite, node),
        new Remark(rewrite, graphs.describe(node), why.reason(), why.detail(), why.choice()));
  }

  private GraphEditor.Change apply(Edit edit) {
    growth.add(Edits.bytesAdded(edit) - Edits.bytesFreed(edit));
    GraphEditor.Change change = GraphEditor.apply(edit);
    for (Node made : change.made()) {
      graphs.facts(made.graph()).update(List.of(made));
    }
    return change;
  }

  private List<String> labels(GraphEditor.Change change) {
    return change.made().stream().map(graphs::describe).toList();
  }
}
