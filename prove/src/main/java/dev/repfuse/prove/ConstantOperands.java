package dev.repfuse.prove;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import dev.repfuse.prove.Operation.Operand;
import java.util.ArrayList;
import java.util.List;

/** Operands of a node that do not depend on an input: what an operator is told of its axes. */
record ConstantOperands(Side side) {
  /** Whether all operands but the first are constants. */
  boolean areConstant(Node node) {
    return node.inputs().stream().skip(1).allMatch(side::isConstant);
  }

  /** The node with its constant operands; the first operand's extents do not count. */
  Operation operation(Node node, int rank) {
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      operands.add(
          i == 0
              ? new Operand.Dependent(new int[rank], ElementType.FLOAT)
              : node.input(i) instanceof NamedValue named
                  ? new Operand.Known(side.evaluate(named))
                  : new Operand.Missing());
    }
    return new Operation(node, 0, side.opset(), ElementType.FLOAT, operands);
  }

  /** The extents of a constant. */
  int[] extents(Value constant) {
    if (constant instanceof NamedValue named) {
      return side.evaluate(named).shape();
    }
    throw new Unprovable("an operand is missing");
  }
}
