package dev.repfuse.ir.infer;

import dev.repfuse.ir.Node;

/**
 * A node that surely is not legal.
 *
 * @param cause what is wrong with it, half a sentence
 */
public record Fault(Node node, String cause) {}
