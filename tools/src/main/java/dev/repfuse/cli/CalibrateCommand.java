package dev.repfuse.cli;

import dev.repfuse.Repfuse;
import dev.repfuse.calibrate.Batches;
import dev.repfuse.calibrate.Calibration;
import dev.repfuse.calibrate.FoldedCalibration;
import dev.repfuse.calibrate.Outcome;
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
      "  repfuse calibrate model.onnx --data digits.npz --array images --rows train",
      "  repfuse calibrate model.fused.onnx --reference model.onnx --data digits.npz"
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

  @Option(
      names = "--reference",
      paramLabel = "<model.onnx>",
      description =
          "For a folded network: the same before it was folded, whose BatchNormalizations hold the"
              + " scales and shifts that are needed.")
  private Optional<Path> reference = Optional.empty();

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
    Outcome outcome = calibrated(model);
    CalibrationText report = new CalibrationText(input, outcome, target);
    if (outcome.norms() + outcome.layers() == 0) {
      throw new UsageException(report.nothing(reference));
    }
    try (Staging staging = new Staging(Ownership.marked(model, input), target)) {
      staging.commit();
    }
    tell(report::text, report::json);
    return ExitCode.DONE;
  }

  private Outcome calibrated(Model model) {
    try (Progress progress = new Progress(console(), quiet() || json())) {
      Batches batches = samples.batches(data, model);
      if (reference.isPresent()) {
        return FoldedCalibration.calibrate(
            model,
            reference(reference.get(), model),
            batches,
            (done, all) -> progress.say("calibrating, run %d of %d".formatted(done + 1, all)));
      }
      return Calibration.calibrate(
          model,
          batches,
          (done, all) -> progress.say("calibrating, run %d of %d".formatted(done + 1, all)));
    } catch (OrtFailure e) {
      throw new UsageException(input + ": cannot be run: " + e.getMessage());
    }
  }

  /** The reference, which has to take the same data. */
  private Model reference(Path file, Model model) {
    Model unfolded = Repfuse.read(file);
    if (!DataMixin.inputs(unfolded).stream()
        .allMatch(wanted ->
            DataMixin.inputs(model).stream()
                .anyMatch(given -> given.name().equals(wanted.name())))) {
      throw new UsageException(
          "%s: does not fit %s: its inputs are %s, not %s"
              .formatted(file, input, DataMixin.inputs(unfolded), DataMixin.inputs(model)));
    }
    return unfolded;
  }
}
