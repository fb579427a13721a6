package dev.repfuse.runtime.child;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in words why a child process died. */
public final class CrashReport {
  private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+|EXCEPTION_[A-Z_]+) ");
  private static final Pattern LIBRARY = Pattern.compile("# C\\s+\\[([^\\]+]+)\\+");
  private static final int SIGNALLED = 128;
  private static final int SIGABRT = 6;
  private static final int SIGFPE = 8;
  private static final int SIGKILL = 9;
  private static final int SIGSEGV = 11;

  private CrashReport() {}

  /** Where a dying Java virtual machine of this temporary folder leaves its report. */
  public static Path file(Path temp) {
    return temp.resolve("hs_err.log");
  }

  /**
   * The reason in words.
   *
   * @param report what the virtual machine left, if it did
   * @param status the exit status of the process
   * @param lastWords the last lines of its standard error
   */
  public static String reason(Optional<String> report, int status, List<String> lastWords) {
    if (report.isPresent()) {
      Matcher signal = SIGNAL.matcher(report.get());
      Matcher library = LIBRARY.matcher(report.get());
      String where = library.find() ? " in " + library.group(1) : "";
      return "ONNX Runtime crashed"
          + (signal.find() ? " (" + signal.group(1) + where + ")" : where);
    }
    return switch (status - SIGNALLED) {
      case SIGABRT -> "ONNX Runtime crashed (SIGABRT)";
      case SIGFPE -> "ONNX Runtime crashed (SIGFPE)";
      case SIGSEGV -> "ONNX Runtime crashed (SIGSEGV)";
      case SIGKILL -> "the process was killed, perhaps for lack of memory,";
      default ->
          "the process ended with status "
              + status
              + (lastWords.isEmpty() ? "" : " (" + lastWords.getLast().strip() + ")");
    };
  }

  /** The text of a report, if there is one. */
  public static Optional<String> read(Path report) {
    try {
      return Files.exists(report)
          ? Optional.of(Files.readString(report, StandardCharsets.ISO_8859_1))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
