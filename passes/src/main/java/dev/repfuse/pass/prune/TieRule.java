package dev.repfuse.pass.prune;

import dev.repfuse.ir.Node;

/** Says which positions of an operator's operands go together, and which have to stay. */
@FunctionalInterface
interface TieRule {
  void relate(Node node, Ties ties);
}
