package dev.repfuse.runtime.verify;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.device.Device;
import dev.repfuse.runtime.verify.Verdict.Crashed;
import dev.repfuse.runtime.verify.Verdict.Different;
import dev.repfuse.runtime.verify.Verdict.Equal;
import dev.repfuse.runtime.verify.Verdict.TimedOut;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A verification in a child process, so that a crash or an endless run costs a verdict only. */
final class ChildVerification implements Verification {
  private final Device device;
  private final Path original;
  private final VerifyOptions options;
  private final ProgressListener listener;
  private final Optional<Child> child;
  private final String startFailure;

  /** Starts the child, which goes on by itself until it needs the result. */
  ChildVerification(
      Device device, Path original, VerifyOptions options, ProgressListener listener) {
    this.device = device;
    this.original = original;
    this.options = options;
    this.listener = listener;
    Optional<Child> started = Optional.empty();
    String failure = "";
    try {
      List<Path> inputs = options.inputs().stream().map(device::bring).toList();
      Request request = new Request(device.bring(original), options.withInputs(inputs));
      started = Optional.of(Child.start(device, request, listener));
    } catch (DataException e) {
      failure = String.valueOf(e.getMessage());
    }
    child = started;
    startFailure = failure;
  }

  @Override
  public Verdict compareWith(Path result) {
    if (child.isEmpty()) {
      return new Crashed(Stage.STARTING, startFailure);
    }
    Reply last = child.get().compareWith(result);
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
    try (ChildVerification again =
        new ChildVerification(device, original, options.withNoise(false), listener)) {
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
