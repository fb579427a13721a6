package dev.repfuse.cli;

import dev.repfuse.Repfuse;
import dev.repfuse.ir.Model;
import dev.repfuse.pass.choice.ChoiceException;
import dev.repfuse.pass.choice.FindChoices;
import dev.repfuse.pass.choice.SearchSpace;
import dev.repfuse.report.ShrinkText;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.search.angle.AngleTable;
import dev.repfuse.search.angle.History;
import dev.repfuse.search.angle.Population;
import dev.repfuse.search.store.ArchiveException;
import dev.repfuse.supernet.Accuracies;
import dev.repfuse.supernet.Agreement;
import dev.repfuse.supernet.Extraction;
import dev.repfuse.supernet.Judged;
import dev.repfuse.supernet.Shrinking;
import dev.repfuse.supernet.SupernetFile;
import dev.repfuse.supernet.SupernetFile.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Drops operators of a search space whose weights have turned least in training. */
@Command(
    name = "shrink",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description =
        "Rank the operators of a supernet by how far their weights have turned in training, and"
            + " drop the worst from the search space.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse shrink --initial first.onnx --trained now.onnx    writes now.shrunk.supernet.json",
      "  repfuse shrink --initial first.onnx --trained later.onnx --space now.shrunk.supernet.json",
      "  repfuse shrink --initial a.onnx --trained b.onnx --accuracies alone.csv --stop 100",
      "  repfuse shrink --initial a.onnx --trained b.onnx --data digits.npz --array images"
    })
final class ShrinkCommand extends Action {
  @Option(
      names = "--initial",
      required = true,
      paramLabel = "<a.onnx>",
      description = "The supernet with the weights that training began with.")
  private Path initial = Path.of("");

  @Option(
      names = "--trained",
      required = true,
      paramLabel = "<b.onnx>",
      description = "The supernet with the weights that it has now.")
  private Path trained = Path.of("");

  @Option(
      names = "--space",
      paramLabel = "<file>",
      description =
          "What repfuse supernet or an earlier step wrote (default: found as supernet does).")
  private Optional<Path> space = Optional.empty();

  @Mixin private ShrinkMixin shrink = new ShrinkMixin();

  @Option(
      names = "--accuracies",
      paramLabel = "<file.csv>",
      description =
          "Accuracies of architectures: columns arch and alone, and others to compare with.")
  private Optional<Path> accuracies = Optional.empty();

  @Mixin private JudgeMixin judging = new JudgeMixin();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<file>",
      description =
          "Where the shrunk space goes (default: <trained>.shrunk.supernet.json beside it).")
  private Optional<Path> output = Optional.empty();

  @Override
  public Integer call() {
    try {
      return shrink();
    } catch (ChoiceException | OrtFailure e) {
      throw new UsageException("%s: %s".formatted(trained, e.getMessage()));
    } catch (ArchiveException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private int shrink() {
    Path target = output.orElseGet(() -> Targets.besideAs(trained, ".shrunk.supernet.json"));
    Targets.requireOwn(target, SupernetFile.beginning());
    Model now = Repfuse.read(trained);
    Document document = space.map(SupernetFile::readWithHistory).orElseGet(() -> found(now));
    AngleTable.Matched matched = AngleTable.of(Repfuse.read(initial), now, document.space());
    Population population = shrink.population(matched);
    Shrinking.Options options = shrink.options(document.history(), population);
    document.history().ifPresent(past -> requireInitial(past, matched));
    Optional<Accuracies> table = accuracies.map(file -> Accuracies.read(file, document.space()));
    Optional<Judged> judged =
        judging.isAsked()
            ? Optional.of(judged(document.space(), matched, population, table))
            : Optional.empty();
    Shrinking.Outcome outcome =
        new Shrinking(matched, options)
            .run(
                document.space(),
                document
                    .history()
                    .orElseGet(() -> History.none(options.schedule(), matched.initial())));
    boolean dropped = !outcome.steps().getFirst().dropped().isEmpty();
    if (dropped) {
      TextFile.write(
          target,
          SupernetFile.write(
              new Document(outcome.space(), Optional.of(outcome.history())),
              Map.of("model", trained.toAbsolutePath().getFileName().toString())));
    }
    ShrinkText report =
        new ShrinkText(
            trained,
            matched,
            outcome,
            table,
            judged,
            judged
                .flatMap(Judged::recorded)
                .or(() -> table)
                .map(rows -> Agreement.of(matched, rows, shrink.seed()))
                .orElse(List.of()),
            notes(document, outcome, options),
            dropped ? Optional.of(target) : Optional.empty());
    tell(report::text, report::json);
    return ExitCode.DONE;
  }

  private Judged judged(
      SearchSpace space,
      AngleTable.Matched matched,
      Population population,
      Optional<Accuracies> table) {
    List<int[]> drawn = new ArrayList<>();
    new Population(judging.each(), 0, shrink.seed(), population.legal())
        .visit(space, matched.angles(), (child, angle) -> drawn.add(child.clone()));
    try (Progress progress = new Progress(console(), quiet() || json())) {
      Extraction whole = Extraction.of(trained, new SearchSpace(space.points()));
      return judging.judge(trained, whole, drawn, table, progress);
    }
  }

  private Document found(Model model) {
    FindChoices.Choices choices = FindChoices.in(model);
    if (!choices.unexplained().isEmpty()) {
      throw new ChoiceException(choices.unexplained().getFirst());
    }
    if (choices.space().points().isEmpty()) {
      throw new ChoiceException("no input decides between branches");
    }
    return new Document(choices.space(), Optional.empty());
  }

  private void requireInitial(History past, AngleTable.Matched matched) {
    if (!past.initial().equals(matched.initial())) {
      throw new UsageException(
          initial
              + past.replacedAfter().stream()
                  .mapToObj(
                      ": not the initial weights: those became the trained ones of step %d"
                          ::formatted)
                  .findFirst()
                  .orElse(": not the initial weights that the steps so far began with"));
    }
  }

  private static List<String> notes(
      Document before, Shrinking.Outcome outcome, Shrinking.Options options) {
    List<String> notes = new ArrayList<>();
    Shrinking.Step first = outcome.steps().getFirst();
    if (first.scores().children() == 0) {
      notes.add("nothing was dropped: no architecture is within the limits");
    } else if (first.dropped().isEmpty()) {
      notes.add(
          "nothing was dropped: the space has no more architectures than --stop %d, or one choice"
                  .formatted(options.stop())
              + " for each layer");
    }
    if (options.repeated() && outcome.steps().size() > 1) {
      notes.add("all steps used the same weights; the paper trains the supernet in between");
    }
    Optional<History> past = before.history();
    if (outcome.history().replacedAfter().isPresent()
        && past.filter(known -> known.replacedAfter().isPresent()).isEmpty()) {
      notes.add(
          "from now on --initial has to be the trained weights of this step: the paper replaces the"
              + " initial ones once, when steps times drops is above 50");
    }
    return notes;
  }
}
