package dev.repfuse.cli;

import dev.repfuse.Repfuse;
import dev.repfuse.report.Inspection;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what is in a model. */
@Command(
    name = "inspect",
    synopsisHeading = "Usage: repfuse ",
    description = "Show what is in a model: operators, inputs, outputs, parameters, MACs.",
    footerHeading = "%nExample:%n",
    footer = "  repfuse inspect model.onnx --json")
final class InspectCommand extends Action {
  @Parameters(paramLabel = "<model.onnx>", description = "The model.")
  private Path input = Path.of("");

  @Override
  public Integer call() {
    Inspection inspection = Inspection.of(input, Repfuse.read(input));
    tell(inspection::text, inspection::json);
    return ExitCode.DONE;
  }
}
