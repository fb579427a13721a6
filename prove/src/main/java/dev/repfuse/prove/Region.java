package dev.repfuse.prove;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import java.util.List;
import java.util.function.Function;

/**
 * The part of one model that computes a value from other values, the sources.
 *
 * @param nodes in topological order, without those that compute constants
 * @param sources what it reads, in the same order on both sides
 * @param key tells what a value is: values with equal keys are equal
 */
record Region(
    Side side,
    List<Node> nodes,
    List<NamedValue> sources,
    NamedValue output,
    Function<Value, Object> key) {}
