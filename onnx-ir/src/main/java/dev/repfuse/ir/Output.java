package dev.repfuse.ir;

/**
 * One output of a graph.
 *
 * @param value what is returned
 * @param info the declared name and type; the name is the value's
 */
public record Output(NamedValue value, ValueInfo info) {}
