package dev.repfuse.runtime.verify;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.verify.Verdict.Crashed;
import dev.repfuse.runtime.verify.Verdict.Different;
import dev.repfuse.runtime.verify.Verdict.Equal;
import dev.repfuse.runtime.verify.Verdict.TimedOut;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A verification in a child process, so that a crash or an endless run costs a verdict only. */
final class ChildVerification implements Verification {
  private final Path original;
  private final VerifyOptions options;
  private final ProgressListener listener;
  private final Optional<Child> child;
  private final String startFailure;

  private ChildVerification(
      Path original,
      VerifyOptions options,
      ProgressListener listener,
      Optional<Child> child,
      String startFailure) {
    this.original = original;
    this.options = options;
    this.listener = listener;
    this.child = child;
    this.startFailure = startFailure;
  }

  /** Starts the child, which goes on by itself until it needs the result. */
  static ChildVerification start(Path original, VerifyOptions options, ProgressListener listener) {
    Path absolute = original.toAbsolutePath();
    try {
      Child child = Child.start(new Request(absolute, options), listener);
      return new ChildVerification(absolute, options, listener, Optional.of(child), "");
    } catch (IOException e) {
      return new ChildVerification(
          absolute, options, listener, Optional.empty(), "no process could be started: " + e);
    }
  }

  @Override
  public Verdict compareWith(Path result) {
    if (child.isEmpty()) {
      return new Crashed(Stage.STARTING, startFailure);
    }
    Reply last = child.get().compareWith(result.toAbsolutePath());
    Verdict verdict =
        switch (last) {
          case Reply.Finished finished -> finished.verdict();
          case Reply.Rejected rejected -> throw new DataException(rejected.reason());
          case Reply.Progress progress ->
              throw new IllegalStateException("unfinished: " + progress);
        };
    return diedMeasuringNoise(verdict) ? withoutNoise(result, verdict) : verdict;
  }

  /** The noise floor is a luxury: if measuring it kills the child, another child does without. */
  private static boolean diedMeasuringNoise(Verdict verdict) {
    return switch (verdict) {
      case Crashed crashed -> crashed.stage() == Stage.MEASURING_NOISE;
      case TimedOut late -> late.stage() == Stage.MEASURING_NOISE;
      default -> false;
    };
  }

  private Verdict withoutNoise(Path result, Verdict why) {
    close();
    String note = "the noise floor could not be measured: " + why.words();
    try (ChildVerification again = start(original, options.withNoise(false), listener)) {
      return switch (again.compareWith(result)) {
        case Equal equal -> new Equal(equal.comparison().withNote(note));
        case Different different ->
            new Different(different.comparison().withNote(note), different.first());
        case Verdict other -> other;
      };
    }
  }

  @Override
  public void close() {
    child.ifPresent(Child::close);
  }
}
