package dev.repfuse.cli;

import dev.repfuse.FuseResult;
import dev.repfuse.Plugins;
import dev.repfuse.Repfuse;
import dev.repfuse.report.Explanation;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what would be folded, what not, and why not. */
@Command(
    name = "explain",
    synopsisHeading = "Usage: repfuse ",
    description = "Tell what is folded into what, and which rule forbids the rest, by node name.",
    footerHeading = "%nExample:%n",
    footer = "  repfuse explain model.onnx")
final class ExplainCommand extends Action {
  @Parameters(paramLabel = "<model.onnx>", description = "The model.")
  private Path input = Path.of("");

  @Mixin private FoldMixin fold = new FoldMixin();

  @Override
  public Integer call() {
    Explanation explanation = new Explanation(input, fuse());
    tell(explanation::text, explanation::json);
    return ExitCode.DONE;
  }

  private FuseResult fuse() {
    try (Plugins plugins = fold.plugins()) {
      return Repfuse.fuse(input, fold.options(plugins, pass -> {}));
    }
  }
}
