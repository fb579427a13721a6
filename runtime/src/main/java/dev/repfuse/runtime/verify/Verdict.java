package dev.repfuse.runtime.verify;

import java.time.Duration;
import java.util.Optional;

/** What came of comparing two models. */
public sealed interface Verdict {

  /** The verdict in one line. */
  String words();

  /** Whether the two compute the same, as far as was tested; every other verdict proves nothing. */
  default boolean provesEqual() {
    return this instanceof Equal;
  }

  /** The figures, where a comparison could be made. */
  default Optional<Comparison> figures() {
    return switch (this) {
      case Equal equal -> Optional.of(equal.comparison());
      case Different different -> Optional.of(different.comparison());
      case Undecided undecided -> Optional.of(undecided.comparison());
      case Unrunnable _, NotComparable _, Crashed _, TimedOut _ -> Optional.empty();
    };
  }

  /** Every output that can be compared agrees within its tolerance. */
  record Equal(Comparison comparison) implements Verdict {
    @Override
    public String words() {
      return "equal: " + comparison.words();
    }
  }

  /**
   * At least one output differs.
   *
   * @param first where the two part, if that was asked for and found; else the comparison's notes
   *     say why not
   */
  record Different(Comparison comparison, Optional<FirstDifference> first) implements Verdict {
    @Override
    public String words() {
      return "different: "
          + comparison.words()
          + first.map(difference -> "; " + difference.words()).orElse("");
    }
  }

  /**
   * Outputs are off by more than the tolerance, but by no more than twice what the original is from
   * itself at another optimization level: on these inputs rounding alone may explain the
   * difference, and nothing is shown either way.
   */
  record Undecided(Comparison comparison) implements Verdict {
    @Override
    public String words() {
      return "undecided: "
          + comparison.words()
          + "; the original differs from itself by as much, so that these inputs decide nothing: give"
          + " real ones";
    }
  }

  /** ONNX Runtime refuses to load or run one of the models. */
  record Unrunnable(Subject subject, String reason) implements Verdict {
    @Override
    public String words() {
      return "not verified: ONNX Runtime refuses " + subject.words() + ": " + reason;
    }
  }

  /** Both may run, but there is nothing that could be compared. */
  record NotComparable(String reason) implements Verdict {
    @Override
    public String words() {
      return "not verified: " + reason;
    }
  }

  /** The process that ran the models died. */
  record Crashed(Stage stage, String reason) implements Verdict {
    @Override
    public String words() {
      return "not verified: " + reason + " while " + stage.words();
    }
  }

  /** The process that ran the models was stopped because it took too long. */
  record TimedOut(Stage stage, Duration limit) implements Verdict {
    @Override
    public String words() {
      return "not verified: still " + stage.words() + " after " + limit.toSeconds() + " s";
    }
  }
}
