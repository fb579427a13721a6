package dev.repfuse.cli;

import dev.repfuse.generate.Family;
import dev.repfuse.generate.Plan;
import dev.repfuse.generate.Setting;
import dev.repfuse.generate.Variant;
import dev.repfuse.ir.Model;
import dev.repfuse.report.Inspection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a published network, or a search space as a supernet, with seeded weights. */
@Command(
    name = "generate",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description = {
      "Write a published network or supernet with random weights, the same for the same options.",
      "",
      "Networks: mobilenet-v1, mobilenet-v2, resnet-50, repghostnet (in training form),"
          + " shufflenet-v2, shufflenet-v2-drconv.",
      "Search spaces, as a supernet or, with --arch, one network: spos, abs-spos (of ABS's SPOS and"
          + " ProxylessNAS), abs-fairnas, pruningnet-mobilenet-v1.",
      "One region-aware convolution: drconv.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse generate resnet-50                     writes resnet-50.onnx",
      "  repfuse generate repghostnet --width 0.5 -o small.onnx",
      "  repfuse generate spos                          the supernet, spos.onnx",
      "  repfuse generate spos --arch 2,1,0,1,2,0,2,0,2,0,2,3,0,0,0,0,3,2,3,3 -o net.onnx",
      "  repfuse generate drconv --channels 64,128 --resolution 56 --kernel 3 --batch 1"
    })
final class GenerateCommand extends Action {
  private static final int MOST = 1 << 20;
  private static final int USUAL_RESOLUTION = 224;
  private static final int USUAL_LAYER_RESOLUTION = 28;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<network>", description = "One of those above.")
  private String network = "";

  @Option(
      names = "--width",
      paramLabel = "<factor>",
      defaultValue = "1",
      description =
          "Factor of all widths (default ${DEFAULT-VALUE}); 0.5, 1, 1.5 or 2 of shufflenet-v2.")
  private double width = 1;

  @Option(
      names = "--channels",
      split = ",",
      paramLabel = "<n>",
      description =
          "Widths of the stages instead: 14 of mobilenet-v1, 8 of mobilenet-v2, 5 of resnet-50;"
              + " channels of drconv's input and output (default 24).")
  private List<Integer> channels = List.of();

  @Option(
      names = "--resolution",
      paramLabel = "<n>",
      description =
          "Rows and columns of the input (default "
              + USUAL_RESOLUTION
              + ", of drconv "
              + USUAL_LAYER_RESOLUTION
              + ").")
  private Optional<Integer> resolution = Optional.empty();

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

  @Mixin private SpaceMixin space = new SpaceMixin();

  @Option(
      names = "--form",
      paramLabel = "<form>",
      description =
          "How a supernet's input decides: onehot, gather (the default) or if (docs/supernet.md);"
              + " of drconv, whose filters: paper or official (the default).")
  private Optional<String> form = Optional.empty();

  @Mixin private RegionMixin regions = new RegionMixin();

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
    tell(inspection::text, inspection::json);
    return ExitCode.DONE;
  }

  private Plan plan() {
    Family family =
        Family.named(network)
            .orElseThrow(() ->
                new UsageException(
                    "there is no network '%s'; there are %s"
                        .formatted(network, String.join(", ", Family.names()))));
    for (Setting setting : Setting.values()) {
      if (!family.takes(setting)
          && spec.commandLine().getParseResult().hasMatchedOption(setting.option())) {
        throw new UsageException("%s takes no %s".formatted(network, setting.option()));
      }
    }
    if (!batch.matches("[A-Za-z_]\\w*|[1-9]\\d{0,8}")) {
      throw new UsageException("--batch: '%s' is no number and no name".formatted(batch));
    }
    int size =
        resolution.orElse(family == Family.DRCONV ? USUAL_LAYER_RESOLUTION : USUAL_RESOLUTION);
    if (size > MOST || classes > MOST || channels.stream().anyMatch(c -> c < 4 || c > MOST)) {
      throw new UsageException("a resolution, a width or the classes are out of range");
    }
    try {
      return new Plan(family, width, channels, size, classes, batch, seed, variant(family));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Variant variant(Family family) {
    boolean single = family == Family.DRCONV;
    Variant variant =
        space.variant(Variant.STANDARD).with(regions.regions(form.filter(word -> single)));
    if (single || form.isEmpty()) {
      return variant;
    }
    if (!variant.arch().isEmpty()) {
      throw new UsageException("with --arch no input decides, and there is no --form");
    }
    return variant.with(SpaceMixin.deciding(form.get()));
  }
}
