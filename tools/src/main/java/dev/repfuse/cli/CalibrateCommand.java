package dev.repfuse.cli;

import dev.repfuse.Repfuse;
import dev.repfuse.calibrate.Calibration;
import dev.repfuse.calibrate.Pixels;
import dev.repfuse.calibrate.RealData;
import dev.repfuse.ir.Model;
import dev.repfuse.report.CalibrationText;
import dev.repfuse.runtime.InputSpec;
import dev.repfuse.runtime.OrtFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
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
      description = "A folder of images, or .npz, .npy, .pb, or a folder of input_N.pb.")
  private Path data = Path.of("");

  @Option(
      names = "--array",
      paramLabel = "<name>",
      description = "Which array of a file holds the samples.")
  private Optional<String> array = Optional.empty();

  @Option(
      names = "--rows",
      paramLabel = "<name>",
      description = "Which array of a file lists the samples to take.")
  private Optional<String> rows = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "<n>",
      description = "Take at most so many samples of a file.")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--batch",
      paramLabel = "<n>",
      defaultValue = "64",
      description = "Samples at once, where the network leaves that open (${DEFAULT-VALUE}).")
  private int batch = 64;

  @Option(
      names = "--mean",
      split = ",",
      paramLabel = "<x>",
      description = "What is subtracted from pixels between 0 and 1, for each channel (0).")
  private List<Double> mean = List.of(0.0);

  @Option(
      names = "--std",
      split = ",",
      paramLabel = "<x>",
      description = "What they are divided by then (1).")
  private List<Double> deviation = List.of(1.0);

  @Option(
      names = "--resize",
      paramLabel = "<n>",
      description =
          "Length of an image's shorter side before its middle is cut out (as the network's).")
  private Optional<Integer> resize = Optional.empty();

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
    if (limit < 1 || batch < 1 || resize.filter(side -> side < 1).isPresent()) {
      throw new UsageException("--limit, --batch and --resize take numbers from 1 on");
    }
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
    List<InputSpec> inputs =
        model.graph().inputs().stream()
            .filter(each -> each.byDefault().isEmpty())
            .map(each -> new InputSpec(each.name(), each.type()))
            .toList();
    try (Progress progress = new Progress(console(), quiet() || json())) {
      RealData source =
          new RealData(
              data,
              array,
              rows,
              limit,
              batch,
              resize.map(OptionalInt::of).orElse(OptionalInt.empty()),
              pixels());
      return Calibration.calibrate(
          model,
          source.batches(inputs),
          (done, all) -> progress.say("calibrating, run %d of %d".formatted(done + 1, all)));
    } catch (OrtFailure e) {
      throw new UsageException(input + ": cannot be run: " + e.getMessage());
    }
  }

  private Pixels pixels() {
    try {
      return new Pixels(mean, deviation);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--mean, --std: " + e.getMessage());
    }
  }
}
