package dev.repfuse.cli;

import java.util.OptionalInt;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option about where time goes. */
final class LayerMixin {
  private static final int USUAL = 20;

  @Option(
      names = "--layers",
      arity = "0..1",
      paramLabel = "<n>",
      parameterConsumer = HowMany.class,
      description =
          "Also where the time goes, by operator and by layer, in runs of their own; so many layers"
              + " are listed (default "
              + USUAL
              + "; all with -v).")
  private OptionalInt most = OptionalInt.empty();

  /** Takes a number that follows, and nothing else: a model may follow as well. */
  static final class HowMany implements IParameterConsumer {
    @Override
    @SuppressWarnings("JdkObsolete") // as picocli has it
    public void consumeParameters(Stack<String> left, ArgSpec option, CommandSpec command) {
      boolean given = !left.isEmpty() && left.peek().matches("\\d{1,9}");
      option.setValue(OptionalInt.of(given ? Integer.parseInt(left.pop()) : USUAL));
    }
  }

  /** Whether layers are asked for. */
  boolean isAsked() {
    return most.isPresent();
  }

  /** How many are listed. */
  int most() {
    return most.orElse(USUAL);
  }
}
