package dev.repfuse.runtime.verify;

import dev.repfuse.ir.ModelException;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.verify.NoiseRun.Noise;
import dev.repfuse.runtime.verify.Verdict.Different;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A verification in this process: the time limit does not hold, and a crash is a crash. */
final class LocalVerification implements Verification {
  private final Path original;
  private final VerifyOptions options;
  private final ProgressListener listener;
  private Optional<Prepared> prepared = Optional.empty();

  /** What is known before the result is. */
  private record Prepared(Reference reference, Noise noise) {}

  LocalVerification(Path original, VerifyOptions options, ProgressListener listener) {
    this.original = original;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Runs the original.
   *
   * @throws Stopped if there is nothing to compare with
   * @throws dev.repfuse.runtime.DataException if shapes or input files do not fit
   */
  void prepare() {
    Reference reference = ReferenceRun.of(original, options, listener);
    Noise noise =
        options.noise()
            ? NoiseRun.of(original, reference, options, listener)
            : new Noise(Map.of(), Optional.empty());
    prepared = Optional.of(new Prepared(reference, noise));
    listener.progress(Stage.WAITING, 0, 0);
  }

  @Override
  public Verdict compareWith(Path result) {
    try {
      if (prepared.isEmpty()) {
        prepare();
      }
      ResultRun run = run();
      Verdict verdict = run.compare(result);
      return options.localise() && verdict instanceof Different different
          ? localised(different, run, result)
          : verdict;
    } catch (Stopped e) {
      return e.verdict();
    }
  }

  /** A run that measures a result against the original. */
  ResultRun run() {
    Prepared ready = prepared.orElseThrow();
    return new ResultRun(ready.reference(), ready.noise(), options, listener);
  }

  /** The same verdict with the place of the first difference, or with a note why there is none. */
  Different localised(Different different, ResultRun run, Path result) {
    Comparison comparison = different.comparison();
    try {
      Localizer localizer = new Localizer(original, result, options, listener);
      Optional<FirstDifference> first = localizer.find(run.worstSample());
      return first.isPresent()
          ? new Different(comparison, first)
          : new Different(
              comparison.withNote("no value that both models compute differs"), Optional.empty());
    } catch (OrtFailure e) {
      return unlocalised(comparison, e.words());
    } catch (ModelException e) {
      return unlocalised(comparison, Optional.ofNullable(e.getMessage()).orElse("invalid model"));
    }
  }

  static Different unlocalised(Comparison comparison, String reason) {
    return new Different(
        comparison.withNote("the first difference was not found: " + reason), Optional.empty());
  }

  @Override
  public void close() {}
}
