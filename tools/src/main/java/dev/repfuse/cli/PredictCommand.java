package dev.repfuse.cli;

import dev.repfuse.Repfuse;
import dev.repfuse.latency.LatencyFile;
import dev.repfuse.latency.LatencyTable;
import dev.repfuse.latency.Prediction;
import dev.repfuse.report.PredictionText;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says how long a network takes on a machine that was measured, without running it. */
@Command(
    name = "predict",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description = "Predict a network's latency from a table that measure made.",
    footerHeading = "%nExamples:%n",
    footer = {"  repfuse predict model.onnx --table table.json"})
final class PredictCommand extends Action {
  @Parameters(paramLabel = "<model.onnx>", description = "The network.")
  private Path model = Path.of("");

  @Option(
      names = "--table",
      required = true,
      paramLabel = "<file>",
      description = "What repfuse measure wrote.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    LatencyTable table = LatencyFile.read(file);
    Prediction prediction = Prediction.of(Repfuse.read(model), table);
    if (prediction.count() == 0) {
      throw new UsageException("%s: has none of its layers: %s".formatted(file, model));
    }
    PredictionText report = new PredictionText(model, table, prediction);
    console().out().print(json() ? report.json() + "\n" : report.text());
    console().out().flush();
    return ExitCode.DONE;
  }
}
