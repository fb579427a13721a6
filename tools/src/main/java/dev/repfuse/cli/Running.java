package dev.repfuse.cli;

import dev.repfuse.runtime.verify.Verdict;
import dev.repfuse.runtime.verify.Verification;
import dev.repfuse.runtime.verify.Verifier;
import java.nio.file.Path;
import java.util.Optional;

/** A verification that goes on beside the folding, or none. */
record Running(Optional<Verification> verification) implements AutoCloseable {
  static Running none() {
    return new Running(Optional.empty());
  }

  static Running start(Path original, VerifyMixin options, Progress progress) {
    return new Running(
        Optional.of(Verifier.start(original, options.options(), progress::verification)));
  }

  Optional<Verdict> compareWith(Path result) {
    return verification.map(v -> v.compareWith(result));
  }

  @Override
  public void close() {
    verification.ifPresent(Verification::close);
  }
}
