package dev.repfuse.pass.adapt;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.edit.Operand;

/**
 * A BatchNormalization with fixed statistics; on a map the same of its channels.
 *
 * @param node whose scale, shift and statistics it shares
 */
record Normalization(Node node) implements HeadStep {
  private static final float EPSILON = 1e-5f;

  @Override
  public void append(DenseNodes nodes) {
    nodes.add(
        "BatchNormalization",
        node.name(),
        node.inputs().subList(1, node.inputs().size()).stream().map(Operand::of).toList(),
        Attribute.of("epsilon", node.floatAttribute("epsilon", EPSILON)));
  }

  @Override
  public String word() {
    return "BatchNormalization";
  }
}
