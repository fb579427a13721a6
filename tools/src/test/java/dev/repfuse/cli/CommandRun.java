package dev.repfuse.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One run of the command line in this process: its exit code and what it said. */
record CommandRun(int code, String out, String err) {

  /** Runs with output that is no terminal. */
  static CommandRun of(Object... arguments) {
    return on(false, arguments);
  }

  /** Runs with output that may be coloured. */
  static CommandRun coloured(Object... arguments) {
    return on(true, arguments);
  }

  private static CommandRun on(boolean colour, Object... arguments) {
    String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console = new Console(new PrintWriter(out), new PrintWriter(err), colour, false);
    int code = Main.run(words, console);
    console.out().flush();
    console.err().flush();
    return new CommandRun(code, out.toString(), err.toString());
  }
}
