package dev.repfuse.runtime.verify;

/** Which of the two models. */
public enum Subject {
  ORIGINAL("the original"),
  RESULT("the result");

  private final String words;

  Subject(String words) {
    this.words = words;
  }

  /** What messages call it. */
  public String words() {
    return words;
  }
}
