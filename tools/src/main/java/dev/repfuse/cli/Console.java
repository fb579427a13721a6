package dev.repfuse.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: results to {@code out}, messages and progress to {@code err}.
 *
 * @param colour whether {@code out} is a terminal that may get colours
 * @param live whether {@code err} is a terminal on which progress may be drawn
 */
record Console(PrintWriter out, PrintWriter err, boolean colour, boolean live) {

  /**
   * The console of this process; a pipe or a file gets neither colour nor progress. The launcher
   * says which streams are terminals; without it, progress is not drawn.
   */
  static Console ofProcess() {
    String terminals = System.getProperty("repfuse.terminals", "");
    boolean able = !"dumb".equals(System.getenv().getOrDefault("TERM", "dumb"));
    boolean wanted = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    boolean colour = able && wanted && terminals.contains("out");
    boolean live = able && terminals.contains("err");
    return new Console(utf8(System.out), utf8(System.err), colour, live);
  }

  /** The same streams, never with colour or progress. */
  static Console plain() {
    return new Console(utf8(System.out), utf8(System.err), false, false);
  }

  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** A message for the user, on the side. */
  void say(String message) {
    err.println(message);
  }
}
