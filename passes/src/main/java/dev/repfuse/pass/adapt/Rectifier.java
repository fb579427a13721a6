package dev.repfuse.pass.adapt;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Operand;
import java.util.List;

/**
 * ReLU; on a map {@code x · [Σ x > 0]}, the sum over all positions: a channel passes as a whole or
 * not at all, so that its mean is what ReLU makes of the mean (Huang and Guo, "Pixel-Wise
 * Contrastive Distillation").
 *
 * @param name of the node; may be empty
 */
record Rectifier(String name) implements HeadStep {
  @Override
  public void append(DenseNodes nodes) {
    Operand map = nodes.current();
    nodes.sum(nodes.part(name, "sum"));
    Tensor zero = Tensor.ofDoubles(nodes.element(), Shape.of(), new double[1]);
    nodes.add("Greater", nodes.part(name, "open"), List.of(Operand.of(zero, "zero")));
    nodes.add(
        "Cast", nodes.part(name, "gate"), List.of(), Attribute.of("to", nodes.element().code()));
    nodes.add("Mul", name, List.of(map));
  }

  @Override
  public String word() {
    return "Relu";
  }
}
