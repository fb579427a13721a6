package dev.repfuse.runtime.verify;

/** What a verification is doing. */
public enum Stage {
  STARTING("starting ONNX Runtime", Subject.ORIGINAL),
  LOADING_ORIGINAL("loading the original", Subject.ORIGINAL),
  RUNNING_ORIGINAL("running the original", Subject.ORIGINAL),
  MEASURING_NOISE("running the original at the highest optimization level", Subject.ORIGINAL),
  WAITING("waiting for the result", Subject.RESULT),
  LOADING_RESULT("loading the result", Subject.RESULT),
  RUNNING_RESULT("running the result", Subject.RESULT),
  LOCALISING("looking for the first value that differs", Subject.RESULT);

  private final String words;
  private final Subject subject;

  Stage(String words, Subject subject) {
    this.words = words;
    this.subject = subject;
  }

  /** What it is doing, as in "while loading the original". */
  public String words() {
    return words;
  }

  /** Which model is at work. */
  public Subject subject() {
    return subject;
  }
}
