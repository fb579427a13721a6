package dev.repfuse.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What all subcommands share: where they write and how much. */
abstract class Action implements Callable<Integer> {
  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing but errors.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Name every fold and every refusal; a stack trace on an internal error.")
  private boolean verbose;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli answers it before the command runs
  private boolean help;

  private Console console = Console.plain();

  void writeTo(Console target) {
    console = target;
  }

  Console console() {
    return console;
  }

  /**
   * Says what was done: one JSON object with {@code --json}, else text, unless it is to be quiet.
   */
  void tell(Supplier<String> text, Supplier<String> object) {
    if (json) {
      console.out().println(object.get());
    } else if (!quiet) {
      console.out().print(text.get());
      console.out().flush();
    }
  }

  boolean quiet() {
    return quiet;
  }

  boolean verbose() {
    return verbose;
  }

  boolean json() {
    return json;
  }
}
