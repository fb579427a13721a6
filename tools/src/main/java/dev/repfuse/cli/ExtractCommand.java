package dev.repfuse.cli;

import dev.repfuse.FuseOptions;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.io.Metadata;
import dev.repfuse.pass.choice.ChoiceException;
import dev.repfuse.report.ExtractText;
import dev.repfuse.runtime.verify.Verdict;
import dev.repfuse.supernet.Extraction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes networks of single architectures out of a supernet. */
@Command(
    name = "extract",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description =
        "Take the network of an architecture out of a supernet; the result computes what the"
            + " supernet computes with these choices.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse extract supernet.onnx --arch 2,1,0,3          writes supernet.2-1-0-3.onnx",
      "  repfuse extract supernet.onnx --arch arch.json --keep-bn -o subnet.onnx",
      "  repfuse extract supernet.onnx --random 20 --seed 7 -o subnets"
    })
final class ExtractCommand extends Action {
  /** Under this key a file says which architecture it has. */
  static final String ARCHITECTURE = "repfuse.architecture";

  /** Longer architectures are not written out in names of files, which are numbered then. */
  private static final int LONGEST_NAME = 120;

  @Parameters(paramLabel = "<supernet.onnx>", description = "The supernet.")
  private Path input = Path.of("");

  @Mixin private ArchitectureMixin architecture = new ArchitectureMixin();

  @Option(
      names = "--space",
      paramLabel = "<file>",
      description = "What repfuse supernet wrote (default: found as supernet does).")
  private Optional<Path> space = Optional.empty();

  @Option(
      names = "--keep-bn",
      description =
          "Fold nothing: BatchNormalizations stay, and their statistics can be calibrated.")
  private boolean keepNorms;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<file>",
      description =
          "Where the result goes, with --random a folder (default:"
              + " <supernet>.<architecture>.onnx beside the supernet).")
  private Optional<Path> output = Optional.empty();

  @Mixin private MachineMixin machine = new MachineMixin();

  @Mixin private WriteMixin write = new WriteMixin();

  @Mixin private VerifyMixin verify = new VerifyMixin();

  @Override
  public Integer call() {
    try {
      return extract();
    } catch (ChoiceException e) {
      throw new UsageException("%s: %s".formatted(input, e.getMessage()));
    }
  }

  private int extract() {
    Extraction extraction = Extraction.of(input, space);
    List<List<Integer>> wanted =
        architecture.architectures(extraction.space(), verify.options().seed());
    if (architecture.isRandom()) {
      makeFolder();
    }
    List<Path> targets = new ArrayList<>();
    wanted.forEach(choices -> targets.add(target(choices, targets.size() + 1)));
    targets.forEach(target -> Targets.requireFree(target, input, write.overwrites()));
    List<ExtractText.Written> done = new ArrayList<>();
    int code = ExitCode.DONE;
    for (int i = 0; i < wanted.size(); i++) {
      ExtractText.Written written = written(extraction, wanted.get(i), targets.get(i));
      if (written.path().isEmpty()) {
        console()
            .say(
                "repfuse: %s: %s; nothing was written"
                    .formatted(
                        ExtractText.words(wanted.get(i)), written.verdict().orElseThrow().words()));
        code = ExitCode.DIFFERENT;
      }
      done.add(written);
    }
    ExtractText report = new ExtractText(input, extraction.space(), done);
    tell(report::text, report::json);
    return code;
  }

  private Path target(List<Integer> choices, int number) {
    String words = ExtractText.words(choices).replace(',', '-');
    String name = words.length() > LONGEST_NAME ? "subnet-" + number : words;
    Path beside = Targets.beside(input, name);
    return architecture.isRandom()
        ? folder().resolve(beside.getFileName())
        : Targets.resolved(output.orElse(beside));
  }

  private Path folder() {
    return output.orElseThrow(() -> new UsageException("--random needs a folder: -o <folder>"));
  }

  private void makeFolder() {
    try {
      Files.createDirectories(folder());
    } catch (IOException e) {
      throw new UsageException(folder() + ": cannot be made a folder: " + e.getMessage());
    }
  }

  private ExtractText.Written written(Extraction extraction, List<Integer> choices, Path target) {
    Optional<FuseOptions> folding =
        keepNorms
            ? Optional.empty()
            : Optional.of(FuseOptions.defaults().withTarget(machine.target()));
    Extraction.Subnet subnet = extraction.subnet(choices, folding);
    Model marked =
        Metadata.with(
            Ownership.marked(subnet.model(), input), ARCHITECTURE, ExtractText.words(choices));
    try (Staging staging = new Staging(marked, target)) {
      Optional<Verdict> verdict =
          write.verifies()
              ? compared(extraction.supernet(choices), target, staging)
              : Optional.empty();
      if (verdict.filter(v -> !v.provesEqual()).isPresent()) {
        return new ExtractText.Written(subnet, verdict, Optional.empty());
      }
      staging.commit();
      return new ExtractText.Written(subnet, verdict, Optional.of(target));
    }
  }

  /** Runs the supernet with these choices, a file of its own for as long as that takes. */
  private Optional<Verdict> compared(Model supernet, Path target, Staging staging) {
    try (Staging reference = new Staging(supernet, target);
        Progress progress = new Progress(console(), quiet() || json());
        Running running = Running.start(reference.path(), verify, progress)) {
      return running.compareWith(staging.path());
    }
  }
}
