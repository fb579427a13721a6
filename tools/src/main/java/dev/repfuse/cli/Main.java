package dev.repfuse.cli;

import dev.repfuse.Version;
import dev.repfuse.ir.ModelException;
import dev.repfuse.pass.PluginException;
import dev.repfuse.runtime.DataException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;

/** The {@code repfuse} command. */
@Command(
    name = "repfuse",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    synopsisHeading = "Usage:%n  repfuse <model.onnx> [options]      fold, verify and write%n  ",
    description = {
      "",
      "Makes a trained ONNX model smaller and faster, proves that it still computes the same,",
      "and says why where it does not fold."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse model.onnx                     writes model.fused.onnx",
      "  repfuse model.onnx -o small.onnx       writes small.onnx",
      "  repfuse model.onnx --dry-run -v        shows every fold and every refusal",
      "  repfuse model.onnx --check             for CI: fails if the model could be smaller",
      "  repfuse verify a.onnx b.onnx           are they the same function?",
      "  repfuse explain model.onnx             what was folded, what not, and why not",
      "",
      "Exit codes: 0 done, 1 results differ or --check says no, 2 usage, 3 invalid model, 4 internal error."
    },
    subcommands = {
      FuseCommand.class,
      PruneCommand.class,
      SupernetCommand.class,
      ExtractCommand.class,
      ShrinkCommand.class,
      SearchCommand.class,
      WorkerCommand.class,
      CalibrateCommand.class,
      AdaptCommand.class,
      BenchmarkCommand.class,
      MeasureCommand.class,
      PredictCommand.class,
      GenerateCommand.class,
      VerifyCommand.class,
      InspectCommand.class,
      ExplainCommand.class,
      ReportCommand.class,
      AutoComplete.GenerateCompletion.class,
      HelpCommand.class
    })
public final class Main implements Runnable {
  private static final List<String> WORDS =
      List.of(
          "fuse",
          "prune",
          "supernet",
          "extract",
          "shrink",
          "search",
          "worker",
          "calibrate",
          "adapt",
          "benchmark",
          "measure",
          "predict",
          "generate",
          "verify",
          "inspect",
          "explain",
          "report",
          "generate-completion",
          "help");

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  private Main() {}

  /** Runs the command line and ends the JVM with the command's exit code. */
  public static void main(String[] args) {
    System.exit(run(args, Console.ofProcess()));
  }

  /** Runs one command line; {@code fuse} is what a model without a command word asks for. */
  static int run(String[] args, Console console) {
    List<String> words = new ArrayList<>(Arrays.asList(args));
    if (words.isEmpty()) {
      words.add("--help");
    }
    if (words.getFirst().equals("help") && words.size() == 2) {
      words = new ArrayList<>(List.of(words.getLast(), "--help"));
    }
    if (!isGlobal(words.getFirst()) && !WORDS.contains(words.getFirst())) {
      words.addFirst("fuse");
    }
    Failures failures = new Failures(console, words);
    Optional<Action> action = action(words.getFirst());
    List<String> rest = action.isPresent() ? words.subList(1, words.size()) : words;
    try {
      return commandLine(action, console, failures).execute(rest.toArray(String[]::new));
    } catch (StackOverflowError e) {
      console.say("repfuse: the model's subgraphs, types or functions are nested too deeply");
      return ExitCode.INVALID_MODEL;
    } catch (OutOfMemoryError e) {
      console.say("repfuse: out of memory; give it more with REPFUSE_JAVA_OPTS=-Xmx8g");
      return ExitCode.INTERNAL;
    } catch (Error e) {
      return failures.internal(e);
    }
  }

  /** A subcommand that needs none of the others, so that these are not loaded. */
  private static Optional<Action> action(String word) {
    return switch (word) {
      case "fuse" -> Optional.of(new FuseCommand());
      case "prune" -> Optional.of(new PruneCommand());
      case "supernet" -> Optional.of(new SupernetCommand());
      case "extract" -> Optional.of(new ExtractCommand());
      case "shrink" -> Optional.of(new ShrinkCommand());
      case "search" -> Optional.of(new SearchCommand());
      case "worker" -> Optional.of(new WorkerCommand());
      case "calibrate" -> Optional.of(new CalibrateCommand());
      case "adapt" -> Optional.of(new AdaptCommand());
      case "benchmark" -> Optional.of(new BenchmarkCommand());
      case "measure" -> Optional.of(new MeasureCommand());
      case "predict" -> Optional.of(new PredictCommand());
      case "generate" -> Optional.of(new GenerateCommand());
      case "verify" -> Optional.of(new VerifyCommand());
      case "inspect" -> Optional.of(new InspectCommand());
      case "explain" -> Optional.of(new ExplainCommand());
      case "report" -> Optional.of(new ReportCommand());
      default -> Optional.empty();
    };
  }

  private static boolean isGlobal(String word) {
    return List.of("-h", "--help", "-V", "--version").contains(word);
  }

  private static CommandLine commandLine(
      Optional<Action> action, Console console, Failures failures) {
    CommandLine commandLine =
        action.map(CommandLine::new).orElseGet(() -> new CommandLine(new Main()));
    action.ifPresent(a -> a.writeTo(console));
    commandLine.setOut(console.out());
    commandLine.setErr(console.err());
    commandLine.setColorScheme(
        Help.defaultColorScheme(console.colour() ? Help.Ansi.ON : Help.Ansi.OFF));
    commandLine.setParameterExceptionHandler(failures);
    commandLine.setExecutionExceptionHandler(failures);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpWidth(100);
    return commandLine;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Turns exceptions into one line and an exit code. */
  private record Failures(Console console, List<String> words)
      implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {

    @Override
    public int handleParseException(CommandLine.ParameterException e, String[] args) {
      console.say("repfuse: " + oneLine(String.valueOf(e.getMessage())));
      console.say("Try 'repfuse %s --help'.".formatted(words.isEmpty() ? "" : words.getFirst()));
      return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(
        Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
      String message = oneLine(String.valueOf(e.getMessage()));
      return switch (e) {
        case ModelException bad -> told(message, ExitCode.INVALID_MODEL);
        case UsageException usage -> told(message, ExitCode.USAGE);
        case PluginException plugin -> told(message, ExitCode.USAGE);
        case DataException data -> told(message, ExitCode.USAGE);
        default -> internal(e);
      };
    }

    private int told(String message, int code) {
      console.say("repfuse: " + message);
      return code;
    }

    private int internal(Throwable e) {
      StackTraceElement[] frames = e.getStackTrace();
      String place = frames.length == 0 ? "nowhere" : frames[0].toString();
      console.say(
          String.format(
              Locale.ROOT,
              "repfuse: internal error, please report this line: repfuse %s, '%s': %s at %s",
              Version.of("repfuse"),
              String.join(" ", words),
              oneLine(e.toString()),
              place));
      if (words.contains("-v") || words.contains("--verbose")) {
        e.printStackTrace(new PrintWriter(console.err(), true));
      }
      return ExitCode.INTERNAL;
    }

    private static String oneLine(String message) {
      return message.replaceAll("\\s*\\R\\s*", " ");
    }
  }
}
