package dev.repfuse.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** What one command line gave. */
record CommandRun(int code, String out, String err) {

  /** Runs {@code repfuse} with these arguments in this process, away from any terminal. */
  static CommandRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int code =
        Main.run(
            words,
            new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, false));
    return new CommandRun(code, out.toString(), err.toString());
  }
}
