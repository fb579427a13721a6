package dev.repfuse.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The `repfuse` command. */
@Command(
    name = "repfuse",
    mixinStandardHelpOptions = true,
    version = "repfuse 0.1.0",
    description =
        "Makes a trained ONNX model smaller and faster, and proves it still computes the same.")
public final class Main implements Runnable {

  private Main() {}

  /** Runs the command line and ends the JVM with the command's exit code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
