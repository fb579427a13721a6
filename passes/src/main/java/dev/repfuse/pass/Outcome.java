package dev.repfuse.pass;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.edit.Edit;
import java.util.List;

/** What a rewrite says of a node. */
public sealed interface Outcome {

  /**
   * It can be done.
   *
   * @param edit the change
   * @param origins the nodes whose work the change takes over
   * @param gain what it saves
   */
  record Replace(Edit edit, List<Node> origins, Gain gain) implements Outcome {
    public Replace {
      origins = List.copyOf(origins);
    }
  }

  /**
   * This is a case for the rewrite, but it must not or need not be done.
   *
   * @param reason the rule that forbids it
   * @param detail the figures or names that decide; may be empty
   */
  record Declined(Reason reason, String detail) implements Outcome {}

  /** No case for the rewrite. */
  record NotMine() implements Outcome {}

  /** The one {@link NotMine}. */
  Outcome NOT_MINE = new NotMine();

  /** A change that removes {@code node}. */
  static Outcome replace(Edit edit, Node node) {
    return new Replace(edit, List.of(node), Gain.ONE_NODE);
  }

  static Outcome declined(Reason reason, String detail) {
    return new Declined(reason, detail);
  }

  static Outcome declined(Reason reason) {
    return new Declined(reason, "");
  }
}
