package dev.repfuse.supernet;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
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
      for (int input = 1; node.is("BatchNormalization") && input < node.inputs().size(); input++) {
        if (node.input(input) instanceof Initializer shared
            && !shared.hasOneUse()
            && shared.tensor().isPresent()) {
          Tensor old = shared.tensor().get();
          Tensor own = Tensor.ofDoubles(old.type(), old.shape(), old.doubles());
          resizing.operand(node, input, Operand.of(own, shared.name()));
        }
      }
    }
    resizing.apply();
  }
}
