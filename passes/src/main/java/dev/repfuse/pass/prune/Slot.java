package dev.repfuse.pass.prune;

/**
 * A channel of a network.
 *
 * @param group the number of its group in {@link Network#groups}
 * @param channel its number in the group
 */
public record Slot(int group, int channel) {}
