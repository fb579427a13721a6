package dev.repfuse.cli;

/** The exit codes of the command, as README documents them. */
final class ExitCode {
  /** Done as asked. */
  static final int DONE = 0;

  /** The results differ, or could not be shown to be equal; a check says no. */
  static final int DIFFERENT = 1;

  /** The command line asks for something that cannot be done. */
  static final int USAGE = 2;

  /** A model is invalid or unreadable. */
  static final int INVALID_MODEL = 3;

  /** An error of repfuse itself. */
  static final int INTERNAL = 4;

  private ExitCode() {}
}
