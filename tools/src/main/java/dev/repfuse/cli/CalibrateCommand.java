package dev.repfuse.cli;

import dev.repfuse.Repfuse;
import dev.repfuse.calibrate.Calibration;
import dev.repfuse.ir.Model;
import dev.repfuse.report.CalibrationText;
import dev.repfuse.runtime.OrtFailure;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes the statistics of BatchNormalizations anew from real data. */
@Command(
    name = "calibrate",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description =
        "Give each BatchNormalization the mean and the variance that its input has on real data, as"
            + " after a network was pruned.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse calibrate model.onnx --data photos --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225",
      "  repfuse calibrate model.onnx --data digits.npz --array images --rows train"
    })
final class CalibrateCommand extends Action {
  @Parameters(paramLabel = "<model.onnx>", description = "The network.")
  private Path input = Path.of("");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "<file>",
      description = "A folder of images, an image, .npz, .npy, .pb, or a folder of input_N.pb.")
  private Path data = Path.of("");

  @Mixin private DataMixin samples = new DataMixin();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<file>",
      description = "Where the result goes (default: <model>.calibrated.onnx beside the model).")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--overwrite", description = "Replace an existing file.")
  private boolean overwrite;

  @Override
  public Integer call() {
    Path target = Targets.resolved(output.orElseGet(() -> Targets.beside(input, "calibrated")));
    Targets.requireFree(target, input, overwrite);
    Model model = Repfuse.read(input);
    int norms = calibrated(model);
    if (norms == 0) {
      throw new UsageException(
          input
              + ": has no BatchNormalization whose statistics are constants; a folded model has none");
    }
    try (Staging staging = new Staging(Ownership.marked(model, input), target)) {
      staging.commit();
    }
    CalibrationText report = new CalibrationText(input, norms, target);
    if (json()) {
      console().out().println(report.json());
    } else if (!quiet()) {
      console().out().print(report.text());
      console().out().flush();
    }
    return ExitCode.DONE;
  }

  private int calibrated(Model model) {
    try (Progress progress = new Progress(console(), quiet() || json())) {
      return Calibration.calibrate(
          model,
          samples.batches(data, model),
          (done, all) -> progress.say("calibrating, run %d of %d".formatted(done + 1, all)));
    } catch (OrtFailure e) {
      throw new UsageException(input + ": cannot be run: " + e.getMessage());
    }
  }
}
