package dev.repfuse.cli;

import dev.repfuse.Repfuse;
import dev.repfuse.ir.Model;
import dev.repfuse.pass.choice.ChoiceException;
import dev.repfuse.pass.choice.FindChoices;
import dev.repfuse.report.ShrinkText;
import dev.repfuse.search.angle.AngleTable;
import dev.repfuse.search.angle.History;
import dev.repfuse.supernet.Accuracies;
import dev.repfuse.supernet.Agreement;
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
      "  repfuse shrink --initial a.onnx --trained b.onnx --accuracies alone.csv --stop 100"
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
    } catch (ChoiceException e) {
      throw new UsageException("%s: %s".formatted(trained, e.getMessage()));
    }
  }

  private int shrink() {
    Path target = output.orElseGet(() -> Targets.besideAs(trained, ".shrunk.supernet.json"));
    Targets.requireOwn(target, SupernetFile.beginning());
    Model now = Repfuse.read(trained);
    Document document = space.map(SupernetFile::readWithHistory).orElseGet(() -> found(now));
    Shrinking.Options options = shrink.options(document.history());
    AngleTable.Matched matched = AngleTable.of(Repfuse.read(initial), now, document.space());
    if (shrink.limits() && matched.macs().isEmpty()) {
      throw new UsageException(
          trained + ": --macs: extents that multiply-accumulates depend on are not known");
    }
    document.history().ifPresent(past -> requireInitial(past, matched));
    Optional<Accuracies> table = accuracies.map(file -> Accuracies.read(file, document.space()));
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
            table.map(rows -> Agreement.of(matched, rows, shrink.seed())).orElse(List.of()),
            notes(document, outcome, options),
            dropped ? Optional.of(target) : Optional.empty());
    tell(report::text, report::json);
    return ExitCode.DONE;
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
