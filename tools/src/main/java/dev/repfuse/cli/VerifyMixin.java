package dev.repfuse.cli;

import dev.repfuse.runtime.verify.VerifyOptions;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options about how models are compared. */
final class VerifyMixin {
  @Option(
      names = "--tolerance",
      paramLabel = "<error>",
      defaultValue = "1e-4",
      description =
          "Largest error that counts as equal, as a part of the output's scale (default"
              + " ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      defaultValue = "0",
      description = "Seed of the generated inputs (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--samples",
      paramLabel = "<n>",
      defaultValue = "4",
      description = "How many generated inputs are run (default ${DEFAULT-VALUE}).")
  private int samples;

  @Mixin private InputMixin inputs = new InputMixin();

  @Option(
      names = "--timeout",
      paramLabel = "<seconds>",
      defaultValue = "300",
      description = "Longest time that running the models may take (default ${DEFAULT-VALUE}).")
  private long timeout;

  @Option(
      names = "--in-process",
      description = "Run the models in this process: a crash of the runtime ends it.")
  private boolean inProcess;

  VerifyOptions options() {
    if (!(tolerance >= 0) || samples < 1 || timeout < 1) {
      throw new UsageException("--tolerance, --samples and --timeout must not be negative or zero");
    }
    return VerifyOptions.defaults()
        .withTolerance(tolerance)
        .withSeed(seed)
        .withSamples(samples)
        .withInputs(inputs.files())
        .withShapes(inputs.shapes())
        .withTimeout(Duration.ofSeconds(timeout))
        .withIsolated(!inProcess);
  }
}
