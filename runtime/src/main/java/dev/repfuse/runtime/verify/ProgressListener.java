package dev.repfuse.runtime.verify;

/** Is told how far a verification has come; called from a thread of its own. */
@FunctionalInterface
public interface ProgressListener {
  /** Listens to nothing. */
  ProgressListener NONE = (stage, done, total) -> {};

  /**
   * One step was made.
   *
   * @param done steps of this stage that are done
   * @param total steps of this stage, 0 if not known
   */
  void progress(Stage stage, int done, int total);
}
