package dev.repfuse.ir;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A model-local function: an operator defined by a graph.
 *
 * @param operator how nodes call it
 * @param body its nodes; inputs and outputs carry no types but what the body's value infos say,
 *     attributes may be {@link Attribute.Reference}s
 * @param attributes names of attributes that a caller must give
 * @param defaults attributes that a caller may leave out, with the values that they then have
 * @param opsets the operator sets that the body is written in
 * @param encoded the message as it stood in the file
 */
public record Function(
    Operator operator,
    Graph body,
    List<String> attributes,
    List<Attribute> defaults,
    List<OpsetImport> opsets,
    MemorySegment encoded) {}
