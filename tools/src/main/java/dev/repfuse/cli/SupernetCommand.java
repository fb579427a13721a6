package dev.repfuse.cli;

import dev.repfuse.Repfuse;
import dev.repfuse.pass.choice.FindChoices;
import dev.repfuse.report.SupernetText;
import dev.repfuse.supernet.SupernetFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds the choices of a supernet and writes them down. */
@Command(
    name = "supernet",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description =
        "Find where inputs of a supernet decide how it goes on, or which weights it has, and write"
            + " that down for extract --space.",
    footerHeading = "%nExamples:%n",
    footer = {"  repfuse supernet model.onnx                 writes model.supernet.json"})
final class SupernetCommand extends Action {
  @Parameters(paramLabel = "<model.onnx>", description = "The supernet.")
  private Path input = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<file>",
      description = "Where the result goes (default: <model>.supernet.json beside the model).")
  private Optional<Path> output = Optional.empty();

  @Override
  public Integer call() {
    Path target = output.orElseGet(() -> Targets.besideAs(input, ".supernet.json"));
    Targets.requireOwn(target, SupernetFile.beginning());
    FindChoices.Choices choices = FindChoices.in(Repfuse.read(input));
    if (choices.space().points().isEmpty()) {
      throw new UsageException(input + ": " + nothing(choices));
    }
    TextFile.write(
        target,
        SupernetFile.write(
            choices.space(), Map.of("model", input.toAbsolutePath().getFileName().toString())));
    SupernetText report = new SupernetText(input, choices, target);
    tell(report::text, report::json);
    return ExitCode.DONE;
  }

  private static String nothing(FindChoices.Choices choices) {
    String none = "no input decides between branches or gives rise to weights";
    return choices.unexplained().isEmpty()
        ? none
        : "%s; not explained: %s".formatted(none, String.join("; ", choices.unexplained()));
  }
}
