package dev.repfuse.cli;

import dev.repfuse.FuseResult;
import dev.repfuse.Plugins;
import dev.repfuse.Repfuse;
import dev.repfuse.report.page.Page;
import dev.repfuse.report.page.PageModel;
import dev.repfuse.report.page.ReportPage;
import dev.repfuse.runtime.verify.Verdict;
import dev.repfuse.runtime.verify.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows two models side by side in a web page of one file. */
@Command(
    name = "report",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description =
        "Write a web page that shows two models side by side: what was folded into what, what was"
            + " left alone and why, weights, errors.",
    footerHeading = "%nExample:%n",
    footer = "  repfuse report model.onnx model.fused.onnx -o report.html")
final class ReportCommand extends Action {
  /** The mark is among the first tags of a page. */
  private static final int HEAD_BYTES = 1 << 16;

  @Parameters(index = "0", paramLabel = "<before.onnx>", description = "The original.")
  private Path original = Path.of("");

  @Parameters(index = "1", paramLabel = "<after.onnx>", description = "What was made of it.")
  private Path result = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<file>",
      description = "Where the page goes (default: <after>.html beside the result).")
  private Optional<Path> output = Optional.empty();

  @Mixin private WriteMixin write = new WriteMixin();
  @Mixin private VerifyMixin verify = new VerifyMixin();
  @Mixin private FoldMixin fold = new FoldMixin();

  @Override
  public Integer call() {
    Path target = Targets.resolved(output.orElseGet(this::besideResult));
    requireFree(target);
    PageModel before = PageModel.of(original, Repfuse.read(original));
    PageModel after = PageModel.of(result, Repfuse.read(result));
    Optional<Verdict> verdict;
    ReportPage page;
    try (Progress progress = new Progress(console(), quiet() || json())) {
      verdict = write.verifies() ? Optional.of(compare(progress)) : Optional.empty();
      FuseResult again = foldAgain(progress);
      progress.say("drawing");
      page = new ReportPage(before, after, again.report(), verdict, List.of());
      TextFile.write(target, page.html());
    }
    if (json()) {
      console().out().println(page.json(target));
    } else if (!quiet()) {
      verdict.ifPresent(v -> console().out().println(v.words()));
      console().out().println("wrote " + target);
      console().out().flush();
    }
    return verdict.map(Verdict::provesEqual).orElse(true) ? ExitCode.DONE : ExitCode.DIFFERENT;
  }

  private Path besideResult() {
    String name = String.valueOf(result.getFileName());
    String stem = name.endsWith(".onnx") ? name.substring(0, name.length() - 5) : name;
    return result.resolveSibling(stem + ".html");
  }

  private void requireFree(Path target) {
    String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
    if (!name.endsWith(".html") && !name.endsWith(".htm")) {
      throw new UsageException(target + ": a report is a web page; its name ends in .html");
    }
    if (Targets.isSame(target, original) || Targets.isSame(target, result)) {
      throw new UsageException(target + ": is one of the two models");
    }
    Targets.requireFree(target, result, write.overwrites(), this::isOurs);
  }

  /** Whether a file is an earlier report on files of these names. */
  private boolean isOurs(Path existing) {
    String mark = Page.mark(name(original), name(result));
    try (var in = Files.newInputStream(existing)) {
      return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8).contains(mark);
    } catch (IOException e) {
      return false;
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private Verdict compare(Progress progress) {
    return Verifier.compare(original, result, verify.options(), progress::verification);
  }

  /** What folding the result once more leaves alone; the model that comes of it is not needed. */
  private FuseResult foldAgain(Progress progress) {
    try (Plugins plugins = fold.plugins()) {
      return Repfuse.fuse(result, fold.options(plugins, progress::say));
    }
  }
}
