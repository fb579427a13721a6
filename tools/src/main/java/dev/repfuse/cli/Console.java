package dev.repfuse.cli;

import java.io.PrintWriter;

/**
 * Where a command writes: results to {@code out}, messages and progress to {@code err}.
 *
 * @param colour whether {@code out} is a terminal that may get colours
 * @param live whether {@code err} is a terminal on which progress may be drawn
 */
record Console(PrintWriter out, PrintWriter err, boolean colour, boolean live) {

  /** The console of this process; a pipe or a file gets neither colour nor progress. */
  static Console ofProcess() {
    boolean terminal = System.console() != null && System.console().isTerminal();
    boolean plain = System.getenv().containsKey("NO_COLOR") || isDumb();
    return new Console(
        new PrintWriter(System.out, true),
        new PrintWriter(System.err, true),
        terminal && !plain,
        terminal && !isDumb());
  }

  private static boolean isDumb() {
    return "dumb".equals(System.getenv().getOrDefault("TERM", "dumb"));
  }

  String bold(String text) {
    return styled("1", text);
  }

  String green(String text) {
    return styled("32", text);
  }

  String red(String text) {
    return styled("31", text);
  }

  String dim(String text) {
    return styled("2", text);
  }

  private String styled(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** A message for the user, on the side. */
  void say(String message) {
    err.println(message);
  }
}
