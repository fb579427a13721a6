package dev.repfuse.runtime.verify;

import dev.repfuse.runtime.device.Device;
import dev.repfuse.runtime.device.LocalDevice;
import java.nio.file.Path;

/** Compares two models by running both on the same inputs. */
public final class Verifier {
  private Verifier() {}

  /**
   * Compares a result with its original.
   *
   * @throws dev.repfuse.runtime.DataException if shapes or input files in the options do not fit
   */
  public static Verdict compare(Path original, Path result, VerifyOptions options) {
    return compare(original, result, options, ProgressListener.NONE);
  }

  /** The same, with someone who listens. */
  public static Verdict compare(
      Path original, Path result, VerifyOptions options, ProgressListener listener) {
    try (Verification verification = start(original, options, listener)) {
      return verification.compareWith(result);
    }
  }

  /**
   * Begins with what needs the original only; a child process does so while the caller goes on.
   *
   * @param listener is called from another thread if the verification runs in a child process
   */
  public static Verification start(
      Path original, VerifyOptions options, ProgressListener listener) {
    return options.isolated()
        ? on(LocalDevice.HERE, original, options, listener)
        : new LocalVerification(original, options, listener);
  }

  /** The same on another machine. */
  public static Verification on(
      Device device, Path original, VerifyOptions options, ProgressListener listener) {
    return new ChildVerification(device, original, options, listener);
  }
}
