package dev.repfuse.cli;

import dev.repfuse.calibrate.Batches;
import dev.repfuse.calibrate.Crop;
import dev.repfuse.calibrate.Pixels;
import dev.repfuse.calibrate.RealData;
import dev.repfuse.ir.Model;
import dev.repfuse.runtime.InputSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options about how real data becomes input. */
final class DataMixin {
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
      description = "Take at most so many samples: the first of a file, images evenly spread.")
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

  /** The data in batches for a model. */
  Batches batches(Path data, Model model) {
    if (limit < 1 || batch < 1 || resize.filter(side -> side < 1).isPresent()) {
      throw new UsageException("--limit, --batch and --resize take numbers from 1 on");
    }
    return real(data).batches(inputs(model));
  }

  /** Which array of a file lists the samples to take, if that is said. */
  Optional<String> rows() {
    return rows;
  }

  /** How many samples are taken at most. */
  int limit() {
    return limit;
  }

  /** Other samples that become input in the same way, all in one batch. */
  Batches all(Path data, Model model, Optional<String> rows, int limit) {
    OptionalInt side = resize.map(OptionalInt::of).orElse(OptionalInt.empty());
    return new RealData(data, array, rows, limit, limit, side, pixels()).batches(inputs(model));
  }

  /** The part of images that a model sees. */
  Crop crop(Path data, Model model) {
    return real(data).crop(inputs(model));
  }

  /** What a model has to be fed. */
  static List<InputSpec> inputs(Model model) {
    return model.graph().inputs().stream()
        .filter(each -> each.byDefault().isEmpty())
        .map(each -> new InputSpec(each.name(), each.type()))
        .toList();
  }

  private RealData real(Path data) {
    OptionalInt side = resize.map(OptionalInt::of).orElse(OptionalInt.empty());
    return new RealData(data, array, rows, limit, batch, side, pixels());
  }

  private Pixels pixels() {
    try {
      return new Pixels(mean, deviation);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--mean, --std: " + e.getMessage());
    }
  }
}
