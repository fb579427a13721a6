package dev.repfuse.runtime.bench;

/**
 * What a node took of a run, the nodes inside of it left out.
 *
 * @param name as the runtime calls the node; where it fused or moved nodes, a name of its own
 * @param operator such as Conv, FusedConv or ReorderInput
 * @param provider that ran it
 * @param nanoseconds the median of all runs in which it ran
 */
public record LayerTime(String name, String operator, String provider, double nanoseconds) {}
