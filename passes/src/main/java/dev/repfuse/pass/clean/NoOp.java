package dev.repfuse.pass.clean;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;

/** Takes a node out whose result equals a value that is there already. */
final class NoOp {
  private NoOp() {}

  /** Lets readers of the node's only result read {@code same}. */
  static Outcome drop(Node node, Value same) {
    if (!(same instanceof NamedValue value)
        || node.results().size() != 1
        || node.result().isEmpty()) {
      return Outcome.NOT_MINE;
    }
    Result result = node.result().get();
    return Edit.canBypass(result, value)
        ? Outcome.replace(new Edit.Bypass(result, value), node)
        : Outcome.declined(Reason.KEEPS_NAME, "'" + result.name() + "'");
  }
}
