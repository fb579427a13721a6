package dev.repfuse.pass.adapt;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;

/** What a node is on the way back from a graph output to the pooling. */
sealed interface Link {
  /** A layer of the head, and what it reads. */
  record Layer(HeadStep step, Value input) implements Link {}

  /** Something that gives the vector on as it is. */
  record Passing(Value input) implements Link {}

  /** The pooling itself, and the map that it reads. */
  record Pooled(Value map) implements Link {}

  /** Something that ends the way. */
  record Barrier(String cause) implements Link {
    Refusal at(Node node, String output) {
      return new Refusal(output, node.toString(), cause);
    }
  }
}
