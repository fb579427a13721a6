package dev.repfuse.cli;

import dev.repfuse.FuseOptions;
import dev.repfuse.FuseResult;
import dev.repfuse.Repfuse;
import dev.repfuse.report.Explanation;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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

  @Option(names = "--allow-growth", description = "Let the file grow where that makes it faster.")
  private boolean allowGrowth;

  @Override
  public Integer call() {
    FuseResult result = Repfuse.fuse(input, new FuseOptions(Set.of(), allowGrowth, pass -> {}));
    Explanation explanation = new Explanation(input, result.report());
    if (json()) {
      console().out().println(explanation.json());
    } else if (!quiet()) {
      console().out().print(explanation.text());
      console().out().flush();
    }
    return ExitCode.DONE;
  }
}
