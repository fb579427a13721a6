package dev.repfuse.cli;

import picocli.CommandLine.Option;

/** The options about whether a result is written. */
final class WriteMixin {
  @Option(
      names = "--overwrite",
      description = "Replace an existing file even if repfuse did not make it of this model.")
  private boolean overwrite;

  @Option(names = "--no-verify", description = "Write the result without running both models.")
  private boolean noVerify;

  boolean overwrites() {
    return overwrite;
  }

  boolean verifies() {
    return !noVerify;
  }
}
