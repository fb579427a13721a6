package dev.repfuse.cli;

import dev.repfuse.calibrate.Batches;
import dev.repfuse.fitness.Judge;
import dev.repfuse.fitness.Labels;
import dev.repfuse.fitness.Samples;
import dev.repfuse.fitness.Score;
import dev.repfuse.fitness.Validation;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Shape;
import dev.repfuse.supernet.Extraction;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options about how architectures of a supernet are judged on data. */
final class FitnessMixin {
  @Option(
      names = "--labels",
      paramLabel = "<name>",
      defaultValue = "labels",
      description = "The array of the file that has the labels (default ${DEFAULT-VALUE}).")
  private String labels = "";

  @Option(
      names = "--score",
      paramLabel = "<name>",
      defaultValue = "accuracy",
      description = "accuracy, or loss: the cross entropy, negated (default ${DEFAULT-VALUE}).")
  private String score = "";

  @Option(
      names = "--calibration",
      paramLabel = "<file>",
      description = "Samples from which each candidate's statistics are taken (default: --data).")
  private Optional<Path> calibration = Optional.empty();

  @Option(
      names = "--calibration-rows",
      paramLabel = "<name>",
      description = "Which array lists those to take (default: as --rows).")
  private Optional<String> calibrationRows = Optional.empty();

  @Option(
      names = "--calibration-limit",
      paramLabel = "<n>",
      defaultValue = "2000",
      description = "How many at most; all run at once (default ${DEFAULT-VALUE}).")
  private int calibrationLimit;

  @Option(
      names = "--keep-statistics",
      description = "Judge candidates with the supernet's statistics.")
  private boolean keepsStatistics;

  @Mixin private DataMixin samples = new DataMixin();

  /** Whether statistics are taken from the very samples that are judged. */
  boolean calibratesOnValidation() {
    return !keepsStatistics && calibration.isEmpty() && calibrationRows.isEmpty();
  }

  Score score() {
    return Score.named(score)
        .orElseThrow(() ->
            new UsageException(
                "--score: there is no '%s'; there are accuracy and loss".formatted(score)));
  }

  /**
   * What judges networks of a supernet.
   *
   * @param data samples with labels
   */
  Judge judge(Path data, Extraction extraction) {
    Model any =
        extraction.network(
            extraction.space().choices().stream().map(numbers -> numbers.getFirst()).toList());
    Validation validation =
        new Validation(
            Samples.held(samples.batches(data, any)),
            Labels.read(data, labels, samples.rows(), samples.limit()),
            score());
    return new Judge(extraction, calibration(data, any), validation);
  }

  private Optional<Batches> calibration(Path data, Model any) {
    if (keepsStatistics) {
      return Optional.empty();
    }
    if (calibrationLimit < 1) {
      throw new UsageException("--calibration-limit takes numbers from 1 on");
    }
    return Optional.of(
        Samples.held(
            samples.all(
                calibration.orElse(data), any, calibrationRows.or(samples::rows), full(any))));
  }

  /** So many samples that they fill batches, where the network says how large these are. */
  private int full(Model model) {
    Shape shape = DataMixin.inputs(model).getFirst().shape();
    int batch = shape.rank() == 0 ? 1 : (int) Math.max(1, shape.size(0).orElse(1));
    return calibrationLimit < batch
        ? calibrationLimit
        : calibrationLimit - calibrationLimit % batch;
  }
}
