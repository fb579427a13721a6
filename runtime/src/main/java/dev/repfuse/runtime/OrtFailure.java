package dev.repfuse.runtime;

import ai.onnxruntime.OrtException;
import java.util.Optional;
import java.util.regex.Pattern;

/** ONNX Runtime refused to do something; the message is one line that says what and why. */
public final class OrtFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 400;
  private static final Pattern CODE = Pattern.compile("^Error code - (\\S+) - message: ");
  private static final Pattern LOADING = Pattern.compile("^Load model from .*? failed:");
  private static final Pattern SOURCE =
      Pattern.compile(
          "/onnxruntime_src/\\S+:\\d+ (?:[\\w:<>~&*, ]*?\\bonnxruntime::[\\w:<>~,"
              + " ]+\\([^()]*(?:\\([^()]*\\)[^()]*)*\\)(?: const)? )?");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final String words;

  public OrtFailure(String message) {
    super(message);
    words = message;
  }

  OrtFailure(String what, Throwable cause) {
    super(what + ": " + inOneLine(cause), cause);
    words = what + ": " + inOneLine(cause);
  }

  /** The message. */
  public String words() {
    return words;
  }

  /** ONNX Runtime's own words without its source positions and line breaks, cut when very long. */
  static String inOneLine(Throwable cause) {
    String words = Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    if (cause instanceof OrtException) {
      words = CODE.matcher(words).replaceFirst("");
      words = LOADING.matcher(words).replaceFirst("");
    }
    words = SOURCE.matcher(words).replaceAll("");
    words = BLANKS.matcher(words).replaceAll(" ").strip();
    return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "…";
  }
}
