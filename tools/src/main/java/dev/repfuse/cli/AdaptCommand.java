package dev.repfuse.cli;

import dev.repfuse.Adapt;
import dev.repfuse.AdaptResult;
import dev.repfuse.Repfuse;
import dev.repfuse.cam.ClassActivation;
import dev.repfuse.pass.adapt.AdaptException;
import dev.repfuse.report.AdaptText;
import dev.repfuse.report.CamText;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.verify.Verdict;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns a head on a pooled vector into one on the map that was pooled, and verifies it. */
@Command(
    name = "adapt",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description =
        "Turn the head behind a global average pooling into a dense one, whose mean over all"
            + " positions is the original output.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse adapt model.onnx               writes model.adapted.onnx with a further output",
      "  repfuse adapt model.onnx --replace     the dense map takes the output's place",
      "  repfuse adapt model.onnx --cam photo.jpg -o heat.png --mean 0.485,0.456,0.406 \\",
      "      --std 0.229,0.224,0.225 --resize 256     where a classifier sees its first choice"
    })
final class AdaptCommand extends Action {
  @Parameters(paramLabel = "<model.onnx>", description = "The network.")
  private Path input = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "<name>",
      description = "The graph output that the head leads to, where several do.")
  private Optional<String> head = Optional.empty();

  @Option(names = "--replace", description = "The dense map takes the place of the output.")
  private boolean replaces;

  @Option(
      names = "-o",
      paramLabel = "<file>",
      description = "Where the result goes (default: <model>.adapted.onnx beside the model).")
  private Optional<Path> output = Optional.empty();

  @Mixin private CamMixin cam = new CamMixin();

  @Mixin private WriteMixin write = new WriteMixin();

  @Mixin private VerifyMixin verify = new VerifyMixin();

  @Override
  public Integer call() {
    return cam.image().isPresent() ? drawn(cam.image().get()) : adapt();
  }

  private int drawn(Path image) {
    if (replaces) {
      throw new UsageException("--replace writes a model, --cam an image: give one of them");
    }
    Path target = Targets.resolved(output.orElseGet(() -> CamMixin.beside(image)));
    if (Targets.isSame(target, image) || Targets.isSame(target, input)) {
      throw new UsageException(target + ": is what the map is made of");
    }
    Targets.requireFree(target, image, write.overwrites());
    ClassActivation activation = activation(image);
    if (write.verifies() && !(activation.error() <= verify.options().tolerance())) {
      console()
          .say(
              "repfuse: different: the mean of the map is off by %.1e of the output's scale; nothing was written"
                  .formatted(activation.error()));
      return ExitCode.DIFFERENT;
    }
    cam.draw(image, Repfuse.read(input), activation.map(), target);
    CamText report = new CamText(input, image, activation, target);
    tell(report::text, report::json);
    return ExitCode.DONE;
  }

  private ClassActivation activation(Path image) {
    try {
      return ClassActivation.of(input, head, cam.wanted(), model -> cam.batches(image, model));
    } catch (AdaptException e) {
      throw new UsageException(input + ": " + e.getMessage());
    } catch (OrtFailure e) {
      throw new UsageException(input + ": cannot be run: " + e.getMessage());
    }
  }

  private int adapt() {
    Path target = Targets.resolved(output.orElseGet(() -> Targets.beside(input, "adapted")));
    Targets.requireFree(target, input, write.overwrites());
    AdaptResult result = adapted();
    try (Staging staging = new Staging(Ownership.marked(result.model(), input), target)) {
      Optional<Verdict> verdict =
          write.verifies() ? compared(result, target, staging) : Optional.empty();
      boolean failed = verdict.filter(v -> !v.provesEqual()).isPresent();
      if (!failed) {
        staging.commit();
      }
      Optional<Path> written = failed ? Optional.empty() : Optional.of(target);
      AdaptText report = new AdaptText(input, result, verdict, written);
      tell(report::text, report::json);
      if (failed) {
        console().say("repfuse: %s; nothing was written".formatted(verdict.get().words()));
      }
      return failed ? ExitCode.DIFFERENT : ExitCode.DONE;
    }
  }

  private AdaptResult adapted() {
    try {
      return Adapt.adapt(input, head, replaces);
    } catch (AdaptException e) {
      throw new UsageException(input + ": " + e.getMessage());
    }
  }

  /** Runs the original with the head's vector as an output, and the result with the map's mean. */
  private Optional<Verdict> compared(AdaptResult result, Path target, Staging staging) {
    try (Staging reference = new Staging(Adapt.reference(input, result), target);
        Staging averaged = new Staging(Adapt.averaged(staging.path(), result), target);
        Progress progress = new Progress(console(), quiet() || json());
        Running running = Running.start(reference.path(), verify, progress)) {
      return running.compareWith(averaged.path());
    }
  }
}
