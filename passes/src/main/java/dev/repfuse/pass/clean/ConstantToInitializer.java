package dev.repfuse.pass.clean;

import dev.repfuse.ir.ConstantNode;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import java.util.Optional;

/**
 * Turns Constant nodes into initializers of the same name, where the graph can hold them. What a
 * graph returns stays the result of a node: not every runtime accepts an initializer there.
 */
public final class ConstantToInitializer implements Rewrite {
  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.is(anchor, "Constant")
        || anchor.result().isEmpty()
        || !anchor.graph().holdsInitializers()) {
      return Outcome.NOT_MINE;
    }
    Result result = anchor.result().get();
    Optional<Tensor> constant = ConstantNode.tensor(anchor);
    if (constant.isEmpty() || Edit.isReturned(result)) {
      return Outcome.NOT_MINE;
    }
    return result.uses().stream().anyMatch(Use.ByReference.class::isInstance)
        ? Outcome.declined(Reason.WEIGHT_REFERENCED)
        : Outcome.replace(new Edit.ToConstant(result, constant.get()), anchor);
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
