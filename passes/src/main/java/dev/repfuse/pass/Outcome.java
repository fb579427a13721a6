package dev.repfuse.pass;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.edit.Edit;
import java.util.List;
import java.util.Optional;

/** What a rewrite says of a node. */
public sealed interface Outcome {

  /**
   * It can be done.
   *
   * @param edit the change
   * @param origins the nodes whose work the change takes over
   * @param gain what it saves
   * @param choice the figures that decided
   * @param risk what rounding its weights may cost, where that is more than usual
   */
  record Replace(
      Edit edit, List<Node> origins, Gain gain, Choice choice, Optional<RoundingRisk> risk)
      implements Outcome {
    public Replace {
      origins = List.copyOf(origins);
    }

    /** A change for which nothing had to be weighed. */
    public Replace(Edit edit, List<Node> origins, Gain gain) {
      this(edit, origins, gain, Choice.NONE, Optional.empty());
    }

    /** The same with the figures that decided. */
    public Replace weighed(Choice figures) {
      return new Replace(edit, origins, gain, figures, risk);
    }

    /** The same with what rounding may cost. */
    public Replace risking(Optional<RoundingRisk> loss) {
      return new Replace(edit, origins, gain, choice, loss);
    }
  }

  /**
   * This is a case for the rewrite, but it must not or need not be done.
   *
   * @param reason the rule that forbids it
   * @param detail the figures or names that decide; may be empty
   * @param choice the figures of what was rejected, if it has come to weighing it
   */
  record Declined(Reason reason, String detail, Choice choice) implements Outcome {

    /** The same with the figures that decided. */
    public Declined weighed(Choice figures) {
      return new Declined(reason, detail, figures);
    }
  }

  /** No case for the rewrite. */
  record NotMine() implements Outcome {}

  /** The one {@link NotMine}. */
  Outcome NOT_MINE = new NotMine();

  /** A change that removes {@code node}. */
  static Outcome replace(Edit edit, Node node) {
    return new Replace(edit, List.of(node), Gain.ONE_NODE);
  }

  static Outcome declined(Reason reason, String detail) {
    return new Declined(reason, detail, Choice.NONE);
  }

  static Outcome declined(Reason reason) {
    return declined(reason, "");
  }
}
