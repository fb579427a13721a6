package dev.repfuse.cli;

import dev.repfuse.generate.Family;
import dev.repfuse.generate.Plan;
import dev.repfuse.ir.Model;
import dev.repfuse.report.Inspection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a published network with seeded weights. */
@Command(
    name = "generate",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description =
        "Write a published network with random weights, the same for the same options: mobilenet-v1,"
            + " mobilenet-v2, resnet-50 or repghostnet (in training form).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse generate resnet-50                     writes resnet-50.onnx",
      "  repfuse generate repghostnet --width 0.5 -o small.onnx"
    })
final class GenerateCommand extends Action {
  private static final int MOST = 1 << 20;

  @Parameters(
      paramLabel = "<network>",
      description = "mobilenet-v1, mobilenet-v2, resnet-50 or repghostnet.")
  private String network = "";

  @Option(
      names = "--width",
      paramLabel = "<factor>",
      defaultValue = "1",
      description = "Factor of all widths (default ${DEFAULT-VALUE}).")
  private double width = 1;

  @Option(
      names = "--channels",
      split = ",",
      paramLabel = "<n>",
      description =
          "Widths of the stages instead: 14 of mobilenet-v1, 8 of mobilenet-v2, 5 of resnet-50.")
  private List<Integer> channels = List.of();

  @Option(
      names = "--resolution",
      paramLabel = "<n>",
      defaultValue = "224",
      description = "Rows and columns of the image (default ${DEFAULT-VALUE}).")
  private int resolution = 224;

  @Option(
      names = "--classes",
      paramLabel = "<n>",
      defaultValue = "1000",
      description = "How many outputs there are (default ${DEFAULT-VALUE}).")
  private int classes = 1000;

  @Option(
      names = "--batch",
      paramLabel = "<n>",
      defaultValue = "N",
      description = "Images at once; a name leaves that open (default ${DEFAULT-VALUE}).")
  private String batch = "N";

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      defaultValue = "0",
      description = "Seed of the weights (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<file>",
      description = "Where the network goes (default: <network>.onnx in this folder).")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--overwrite", description = "Replace an existing file.")
  private boolean overwrite;

  @Override
  public Integer call() {
    Plan plan = plan();
    Path target = Targets.resolved(output.orElseGet(() -> Path.of(network + ".onnx")));
    if (Files.exists(target) && !overwrite) {
      throw new UsageException(target + ": exists; --overwrite replaces it");
    }
    Targets.requireFree(target, target, overwrite);
    Model model = plan.model();
    try (Staging staging = new Staging(model, target)) {
      staging.commit();
    }
    Inspection inspection = Inspection.of(target, model);
    if (json()) {
      console().out().println(inspection.json());
    } else if (!quiet()) {
      console().out().print(inspection.text());
      console().out().flush();
    }
    return ExitCode.DONE;
  }

  private Plan plan() {
    Family family =
        Family.named(network)
            .orElseThrow(() ->
                new UsageException(
                    "there is no network '%s'; there are %s"
                        .formatted(
                            network,
                            Arrays.stream(Family.values())
                                .map(Family::words)
                                .collect(Collectors.joining(", ")))));
    if (!batch.matches("[A-Za-z_]\\w*|[1-9]\\d{0,8}")) {
      throw new UsageException("--batch: '%s' is no number and no name".formatted(batch));
    }
    if (resolution > MOST || classes > MOST || channels.stream().anyMatch(c -> c < 4 || c > MOST)) {
      throw new UsageException("a resolution, a width or the classes are out of range");
    }
    try {
      return new Plan(family, width, channels, resolution, classes, batch, seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
