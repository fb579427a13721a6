package dev.repfuse.cli;

import dev.repfuse.fitness.Judge;
import dev.repfuse.fitness.Question;
import dev.repfuse.fitness.SubnetCosts;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.io.Metadata;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.latency.LatencyFile;
import dev.repfuse.latency.LatencyTable;
import dev.repfuse.pass.choice.ChoiceException;
import dev.repfuse.report.search.SearchCsv;
import dev.repfuse.report.search.SearchJson;
import dev.repfuse.report.search.SearchPage;
import dev.repfuse.report.search.SearchText;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.search.Bound;
import dev.repfuse.search.Costs;
import dev.repfuse.search.Evaluator;
import dev.repfuse.search.Findings;
import dev.repfuse.search.InfeasibleException;
import dev.repfuse.search.Metric;
import dev.repfuse.search.SearchStopped;
import dev.repfuse.search.Space;
import dev.repfuse.search.Trial;
import dev.repfuse.search.cluster.ClusterException;
import dev.repfuse.search.evolve.Search;
import dev.repfuse.search.store.Archive;
import dev.repfuse.search.store.ArchiveException;
import dev.repfuse.search.store.RememberedCosts;
import dev.repfuse.search.store.RememberedWorth;
import dev.repfuse.supernet.Extraction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks for the best networks of a supernet. */
@Command(
    name = "search",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description =
        "Look for the networks of a supernet that are worth most on real data within limits, by"
            + " evolution, with as many random ones beside it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse search supernet.onnx --data digits.npz --array images --rows val \\",
      "      --calibration-rows train --macs 500k",
      "  repfuse search supernet.onnx --data photos --latency 12ms --table phone.json",
      "  repfuse search supernet.onnx --data photos --objective macs"
    })
final class SearchCommand extends Action {
  private static final String CACHE = "cache.sqlite";

  @Parameters(paramLabel = "<supernet.onnx>", description = "The supernet.")
  private Path input = Path.of("");

  @Option(
      names = "--space",
      paramLabel = "<file>",
      description = "What repfuse supernet or shrink wrote (default: found as supernet does).")
  private Optional<Path> space = Optional.empty();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "<file>",
      description =
          "Samples with labels: .npz, or a folder with a folder of images for each class.")
  private Path data = Path.of("");

  @Mixin private FitnessMixin fitness = new FitnessMixin();

  @Mixin private LimitMixin limits = new LimitMixin();

  @Option(
      names = "--table",
      paramLabel = "<file>",
      description = "What repfuse measure wrote, for --latency.")
  private Optional<Path> table = Optional.empty();

  @Mixin private PresetMixin preset = new PresetMixin();

  @Mixin private EvaluatorMixin place = new EvaluatorMixin();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<folder>",
      description = "Where results go (default: <supernet>.search beside the supernet).")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--cache",
      paramLabel = "<file>",
      description = "What is known of candidates (default: " + CACHE + " in the folder).")
  private Optional<Path> cache = Optional.empty();

  @Option(
      names = "--overwrite",
      description = "Replace files of the folder that were not made by such a search.")
  private boolean overwrite;

  @Override
  public Integer call() {
    try {
      return search();
    } catch (ChoiceException | OrtFailure e) {
      throw new UsageException("%s: %s".formatted(input, e.getMessage()));
    } catch (InfeasibleException | ArchiveException | ClusterException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private int search() {
    Extraction extraction = Extraction.of(input, space);
    SubnetCosts counted = costs(extraction);
    Judge judge = fitness.judge(data, extraction);
    Path folder = folder();
    SearchFiles files = new SearchFiles(folder);
    files.requireFree(input, overwrite);
    long begun = System.nanoTime();
    try (Interruption interruption = new Interruption();
        Archive archive = Archive.open(cache.orElseGet(() -> folder.resolve(CACHE)));
        Evaluator evaluator = place.open(judge, input, interruption::isAsked)) {
      Costs costs =
          new RememberedCosts(
              architecture -> {
                if (interruption.isAsked()) {
                  throw new SearchStopped();
                }
                return counted.of(architecture);
              },
              counted.metrics(),
              archive,
              Question.costs(input, extraction.space(), table));
      RememberedWorth worth = new RememberedWorth(evaluator, archive, Question.worth(input, judge));
      int known = worth.size();
      Search search =
          new Search(
              new Space(extraction.space().choices()),
              costs,
              limits.bounds(),
              preset.preset(),
              preset.objective(),
              preset.seed());
      Findings findings = findings(search, worth);
      SearchText.Pace pace =
          new SearchText.Pace(worth.evaluated(), known, (System.nanoTime() - begun) / 1e9);
      tell(findings, pace, judge, files);
      return findings.complete() ? ExitCode.DONE : ExitCode.DIFFERENT;
    }
  }

  private Findings findings(Search search, RememberedWorth worth) {
    int all = 2 * search.preset().evaluations();
    List<Trial> seen = new ArrayList<>();
    try (Progress progress = new Progress(console(), quiet() || json())) {
      return search.run(
          worth,
          trial -> {
            seen.add(trial);
            progress.share("searching", seen.size() / (double) all);
          });
    }
  }

  private SubnetCosts costs(Extraction extraction) {
    List<Metric> asked =
        Stream.concat(limits.bounds().stream().map(Bound::metric), preset.objective().stream())
            .toList();
    if (asked.contains(Metric.LATENCY) && table.isEmpty()) {
      throw new UsageException("latency needs a table of layers: --table <file of measure>");
    }
    Optional<LatencyTable> times = table.map(LatencyFile::read);
    return new SubnetCosts(extraction, asked.contains(Metric.BYTES), times);
  }

  private Path folder() {
    Path folder = output.orElseGet(() -> Targets.besideAs(input, ".search"));
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UsageException(folder + ": cannot be made a folder: " + e.getMessage());
    }
  }

  private void tell(Findings findings, SearchText.Pace pace, Judge judge, SearchFiles files) {
    List<Path> written = new ArrayList<>();
    Optional<Trial> best = SearchText.best(findings);
    if (best.isPresent()) {
      written.add(files.best());
      write(judge.network(best.get().architecture()), best.get(), files.best());
    }
    written.addAll(files.reports());
    SearchText report =
        new SearchText(
            input,
            String.format(Locale.ROOT, "%,d", judge.extraction().space().size()),
            fitness.score().word(),
            findings,
            pace,
            written);
    String json = new SearchJson(report).json();
    files.write(new SearchCsv(findings, report.score()).csv(), json, new SearchPage(report).html());
    tell(() -> report.text() + note(), () -> json);
  }

  private String note() {
    return fitness.calibratesOnValidation()
        ? "  statistics were taken from the samples that candidates are judged on;"
            + " --calibration-rows names others\n"
        : "";
  }

  private void write(Model model, Trial trial, Path target) {
    ModelFile.write(
        Metadata.with(
            Ownership.marked(model, input), ExtractCommand.ARCHITECTURE, SearchText.words(trial)),
        target);
  }
}
