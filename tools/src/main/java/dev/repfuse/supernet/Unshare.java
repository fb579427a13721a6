package dev.repfuse.supernet;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.ir.edit.Resizing;

/**
 * Gives each BatchNormalization constants of its own: where several share one, as supernets without
 * scales and shifts do, their channels could only go together.
 */
final class Unshare {
  private Unshare() {}

  static void normalizations(Model model) {
    Resizing resizing = new Resizing();
    for (Node node : model.graph().nodes()) {
      if (node.is("BatchNormalization")) {
        unshare(node, resizing);
      }
    }
    resizing.apply();
  }

  private static void unshare(Node norm, Resizing resizing) {
    for (int input = 1; input < norm.inputs().size(); input++) {
      if (norm.input(input) instanceof Initializer shared && !shared.hasOneUse()) {
        int index = input;
        shared
            .tensor()
            .ifPresent(tensor -> resizing.operand(norm, index, Operand.of(tensor, shared.name())));
      }
    }
  }
}
